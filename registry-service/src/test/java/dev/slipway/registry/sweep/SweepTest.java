package dev.slipway.registry.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.kit.db.Database;
import dev.slipway.registry.RegistryClient;
import dev.slipway.registry.RegistryTest;
import dev.slipway.registry.blob.Contents;
import dev.slipway.registry.storage.BlobFiles;
import dev.slipway.registry.storage.Digest;
import dev.slipway.testkit.TestIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@RegistryTest
class SweepTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final RegistryClient member = RegistryClient.as(() -> TestIdentity.member("acme"));
    private final String name = RegistryClient.newName("acme");

    @Inject
    Sweep sweep;

    @Inject
    Database database;

    @Inject
    BlobFiles files;

    @Inject
    Contents contents;

    @ConfigProperty(name = "slipway.registry.storage.directory")
    Path storage;

    @Test
    void anAbandonedUploadIsThrownAway() throws IOException {
        // Given
        String upload = member.beginUpload(name);
        UUID id = UUID.fromString(upload.substring(upload.lastIndexOf('/') + 1));
        execute("UPDATE upload SET expires_at = now() - interval '1 second' WHERE repository_name = '" + name + "'");

        // When
        sweep.once().await().atMost(SOON);

        // Then
        assertThat(member.get(upload).statusCode()).isEqualTo(404);
        assertThat(files.uploadedBytes(id)).isEmpty();
    }

    @Test
    void anUploadThatIsOnlyAskedAboutKeepsItsFile() throws IOException {
        // Given
        String upload = member.beginUpload(name);
        member.patch(upload, bytes("first half, "));
        Path file = uploads().resolve(upload.substring(upload.lastIndexOf('/') + 1));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(3))));
        member.get(upload);

        // When
        sweep.once().await().atMost(SOON);

        // Then
        member.patch(upload, bytes("second half"));
        Digest whole = Digest.of(bytes("first half, second half"));
        assertThat(member.put(upload + "?digest=" + whole, new byte[0]).statusCode())
                .isEqualTo(201);
    }

    @Test
    void aFileWhoseUploadIsGoneIsThrownAway() throws IOException {
        // Given
        UUID left = UUID.randomUUID();
        files.createUpload(left);
        Files.setLastModifiedTime(
                uploads().resolve(left.toString()), FileTime.from(Instant.now().minus(Duration.ofDays(3))));

        // When
        sweep.once().await().atMost(SOON);

        // Then
        assertThat(files.uploadedBytes(left)).isEmpty();
    }

    @Test
    void aPushWhoseCommitFailsLeavesNoFileBehind() {
        // Given a commit that fails, which comes after everything else, the file's rename too
        String refused = RegistryClient.newName("acme");
        byte[] blob = bytes("blob of " + refused);
        execute("""
                CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF EXISTS (SELECT 1 FROM repository WHERE id = NEW.repository_id AND name = '%s') THEN
                        RAISE EXCEPTION 'refused by the test';
                    END IF;
                    RETURN NULL;
                END $$
                """.formatted(refused));
        execute("CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON repository_blob DEFERRABLE INITIALLY DEFERRED"
                + " FOR EACH ROW EXECUTE FUNCTION refuse()");

        // When
        int status = member.post("/v2/" + refused + "/blobs/uploads/?digest=" + Digest.of(blob), blob)
                .statusCode();

        // Then
        execute("DROP TRIGGER refuse ON repository_blob");
        assertThat(status).isEqualTo(500);
        assertThat(files.find(Digest.of(blob))).isEmpty();
    }

    @Test
    void aFileWhoseServiceDiedBeforeTheCommitIsThrownAway() throws IOException {
        // Given
        byte[] blob = bytes("never linked " + name);
        Digest digest = Digest.of(blob);
        Uni<Void> dying =
                contents.announced(digest, blob.length, () -> Uni.createFrom().voidItem());
        dying.await().atMost(SOON);
        files.publish(files.stage(blob), digest);

        // When
        sweep.once().await().atMost(SOON);

        // Then
        assertThat(files.find(digest)).isEmpty();
    }

    @Test
    void aContentThatIsSweptBetweenItsAnnouncementAndItsTransactionIsAnnouncedAgain() throws IOException {
        // Given
        byte[] blob = bytes("swept meanwhile " + name);
        Digest digest = Digest.of(blob);
        UUID staged = files.stage(blob);
        AtomicInteger tries = new AtomicInteger();

        // When
        contents.announced(
                        digest,
                        blob.length,
                        () -> (tries.incrementAndGet() == 1
                                        ? sweep.once().replaceWithVoid()
                                        : Uni.createFrom().voidItem())
                                .chain(() -> database.inTransaction(
                                        transaction -> contents.hold(transaction, digest, blob.length)
                                                .chain(() -> contents.publish(staged, digest)))))
                .await()
                .atMost(SOON);

        // Then
        assertThat(tries).hasValue(2);
        assertThat(files.find(digest)).isPresent();
    }

    @Test
    void aBlobThatNothingNeedsIsThrownAwayWhenItsTimeIsUp() {
        // Given
        Digest young = member.pushBlob(name, bytes("young " + name));
        Digest old = member.pushBlob(name, bytes("old " + name));
        age(old);

        // When
        sweep.once().await().atMost(SOON);

        // Then
        assertThat(member.head(blob(young)).statusCode()).isEqualTo(200);
        assertThat(member.head(blob(old)).statusCode()).isEqualTo(404);
        assertThat(files.find(old)).isEmpty();
    }

    @Test
    void aBlobThatAnImageNeedsStays() {
        // Given
        member.pushImage(name, "v1", "layer of " + name);
        Digest layer = Digest.of(bytes("layer of " + name));
        age(layer);

        // When
        sweep.once().await().atMost(SOON);

        // Then
        assertThat(member.head(blob(layer)).statusCode()).isEqualTo(200);
    }

    @Test
    void aContentThatAnotherRepositoryHoldsStays() {
        // Given
        byte[] content = bytes("shared " + name);
        Digest digest = member.pushBlob(name, content);
        String other = RegistryClient.newName("acme");
        member.pushBlob(other, content);
        member.delete(blob(digest));

        // When
        sweep.once().await().atMost(SOON);

        // Then
        assertThat(member.get("/v2/" + other + "/blobs/" + digest).body()).isEqualTo(content);
    }

    @Test
    void aDeletedImageGivesItsSpaceBackAndMayBePushedAgain() {
        // Given
        byte[] manifest = member.pushImage(name, "v1", "layer of " + name);
        Digest layer = Digest.of(bytes("layer of " + name));
        member.delete("/v2/" + name + "/manifests/" + Digest.of(manifest));
        age(layer);

        // When
        Swept swept = sweep.once().await().atMost(SOON);

        // Then
        assertThat(swept.contents()).isGreaterThanOrEqualTo(2);
        assertThat(files.find(layer)).isEmpty();
        assertThat(files.find(Digest.of(manifest))).isEmpty();
        assertThat(member.pushImage(name, "v1", "layer of " + name)).isEqualTo(manifest);
        assertThat(member.get(blob(layer)).statusCode()).isEqualTo(200);
    }

    @Test
    void aRefusedManifestLeavesNothingBehind() {
        // Given
        byte[] manifest = RegistryClient.manifest(bytes("never pushed " + name), bytes("nor this"));

        // When
        member.put("/v2/" + name + "/manifests/v1", manifest, "Content-Type", RegistryClient.OCI_IMAGE);

        // Then
        assertThat(files.find(Digest.of(manifest))).isEmpty();
        assertThat(member.get("/v2/" + name + "/tags/list").statusCode()).isEqualTo(404);
    }

    @Test
    void aBlobThatAClientAskedForIsKept() {
        // Given
        Digest digest = member.pushBlob(name, bytes("asked for " + name));
        age(digest);
        member.head(blob(digest));

        // When
        sweep.once().await().atMost(SOON);

        // Then
        assertThat(member.head(blob(digest)).statusCode()).isEqualTo(200);
    }

    private String blob(Digest digest) {
        return "/v2/" + name + "/blobs/" + digest;
    }

    private Path uploads() {
        return storage.resolve("uploads");
    }

    private void age(Digest digest) {
        execute("UPDATE repository_blob SET used_at = now() - interval '25 hours' WHERE digest = '" + digest + "'");
    }

    private void execute(String sql) {
        database.query(client -> client.query(sql).execute()).await().atMost(SOON);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
