package dev.slipway.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.kit.db.Database;
import dev.slipway.kit.log.LogKeys;
import dev.slipway.registry.manifest.ManifestDeletion;
import dev.slipway.registry.manifest.ManifestPush;
import dev.slipway.registry.storage.Digest;
import dev.slipway.testkit.Logged;
import dev.slipway.testkit.TestIdentity;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@RegistryTest
class RepositoryLogTest {

    private final RegistryClient member = RegistryClient.as(() -> TestIdentity.member("acme"));
    private final String name = RegistryClient.newName("acme");

    @Inject
    Database database;

    @Test
    void theLineOfAPushedAndOfADeletedImageSaysWhichRepositoryItIsAbout() {
        try (Logged pushes = Logged.by(ManifestPush.class);
                Logged deletions = Logged.by(ManifestDeletion.class)) {
            // When
            Digest digest = Digest.of(member.pushImage(name, "v1", "layer"));
            member.pushImage(name, "v1", "layer");
            member.delete("/v2/" + name + "/manifests/v1");

            // Then
            assertThat(pushes.about(LogKeys.REPOSITORY_ID, repositoryId()))
                    .extracting(Logged.Line::message)
                    .containsExactly("pushed " + digest + " as v1 to " + name);
            assertThat(deletions.about(LogKeys.REPOSITORY_ID, repositoryId()))
                    .extracting(Logged.Line::message)
                    .containsExactly("deleted v1 from " + name);
        }
    }

    private String repositoryId() {
        return database.query(client -> client.preparedQuery("SELECT id FROM repository WHERE name = $1")
                        .execute(Tuple.of(name)))
                .await()
                .atMost(Duration.ofSeconds(60))
                .iterator()
                .next()
                .getUUID("id")
                .toString();
    }
}
