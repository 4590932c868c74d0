package dev.slipway.registry.dialect.oci;

import static dev.slipway.registry.RegistryClient.OCI_IMAGE;
import static dev.slipway.registry.RegistryClient.OCI_INDEX;
import static dev.slipway.registry.RegistryClient.errorCode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.registry.RegistryClient;
import dev.slipway.registry.RegistryTest;
import dev.slipway.registry.storage.Digest;
import dev.slipway.testkit.TestIdentity;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@RegistryTest
class ManifestResourceTest {

    private static final byte[] LAYER = "layer".getBytes(StandardCharsets.UTF_8);

    private final RegistryClient member = RegistryClient.as(() -> TestIdentity.member("acme"));
    private final RegistryClient reader = RegistryClient.as(() -> TestIdentity.reader("acme"));
    private final RegistryClient stranger = RegistryClient.as(() -> TestIdentity.administratorOf("other"));
    private final String name = RegistryClient.newName("acme");

    @Test
    void aManifestIsPulledByTagAndDigestByteByByte() {
        // Given
        byte[] manifest = member.pushImage(name, "v1", "layer");

        // When
        HttpResponse<byte[]> byTag = reader.get(path("v1"));
        HttpResponse<byte[]> byDigest = reader.get(path(Digest.of(manifest).toString()));

        // Then
        assertThat(byTag.statusCode()).isEqualTo(200);
        assertThat(byTag.body()).isEqualTo(manifest);
        assertThat(byTag.headers().firstValue("Content-Type")).contains(OCI_IMAGE);
        assertThat(byTag.headers().firstValue("Docker-Content-Digest"))
                .contains(Digest.of(manifest).toString());
        assertThat(byDigest.body()).isEqualTo(manifest);
    }

    @Test
    void headTellsTheDigestWithoutTheManifest() {
        // Given
        byte[] manifest = member.pushImage(name, "v1", "layer");

        // When
        HttpResponse<byte[]> answer = reader.head(path("v1"));

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Length")).contains(String.valueOf(manifest.length));
        assertThat(answer.headers().firstValue("Docker-Content-Digest"))
                .contains(Digest.of(manifest).toString());
        assertThat(answer.headers().firstValue("Content-Type")).contains(OCI_IMAGE);
    }

    @Test
    void aManifestIsPushedByDigestAlone() {
        // Given
        member.pushBlob(name, LAYER);
        byte[] manifest = RegistryClient.manifest(LAYER, LAYER);

        // When
        HttpResponse<byte[]> answer = push(Digest.of(manifest).toString(), manifest);

        // Then
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(tags()).isEmpty();
        assertThat(reader.get(path(Digest.of(manifest).toString())).body()).isEqualTo(manifest);
    }

    @Test
    void aManifestPushedByAnotherDigestIsRefused() {
        // Given
        member.pushBlob(name, LAYER);

        // When
        HttpResponse<byte[]> answer = push(Digest.of(LAYER).toString(), RegistryClient.manifest(LAYER, LAYER));

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(errorCode(answer)).isEqualTo("DIGEST_INVALID");
    }

    @Test
    void aManifestWhoseBlobsAreMissingIsRefused() {
        // When
        HttpResponse<byte[]> answer = push("v1", RegistryClient.manifest(LAYER, LAYER));

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(errorCode(answer)).isEqualTo("MANIFEST_BLOB_UNKNOWN");
        assertThat(errorCode(reader.get(path("v1")))).isEqualTo("NAME_UNKNOWN");
    }

    @Test
    void aManifestThatLiesAboutASizeIsRefused() {
        // Given
        member.pushBlob(name, LAYER);
        String lying = new String(RegistryClient.manifest(LAYER, LAYER), StandardCharsets.UTF_8)
                .replace("\"size\":5", "\"size\":6");

        // When
        HttpResponse<byte[]> answer = push("v1", lying.getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(errorCode(answer)).isEqualTo("MANIFEST_INVALID");
    }

    @Test
    void aMalformedManifestIsRefused() {
        // When
        HttpResponse<byte[]> notJson = push("v1", LAYER);
        HttpResponse<byte[]> otherType =
                member.put(path("v1"), RegistryClient.manifest(LAYER, LAYER), "Content-Type", "application/json");
        HttpResponse<byte[]> noType = member.put(path("v1"), RegistryClient.manifest(LAYER, LAYER));
        HttpResponse<byte[]> badTag = push(".v1", RegistryClient.manifest(LAYER, LAYER));

        // Then
        assertThat(notJson.statusCode()).isEqualTo(400);
        assertThat(errorCode(notJson)).isEqualTo("MANIFEST_INVALID");
        assertThat(errorCode(otherType)).isEqualTo("MANIFEST_INVALID");
        assertThat(errorCode(noType)).isEqualTo("MANIFEST_INVALID");
        assertThat(badTag.statusCode()).isEqualTo(400);
    }

    @Test
    void aManifestOfMoreThanFourMebibytesIsRefused() {
        // When
        HttpResponse<byte[]> answer = push("v1", new byte[4 * 1024 * 1024 + 1]);

        // Then
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(errorCode(answer)).isEqualTo("SIZE_INVALID");
    }

    @Test
    void aTagMoves() {
        // Given
        member.pushImage(name, "latest", "first");

        // When
        byte[] second = member.pushImage(name, "latest", "second");

        // Then
        assertThat(reader.get(path("latest")).body()).isEqualTo(second);
        assertThat(tags()).containsExactly("latest");
    }

    @Test
    void anIndexNeedsItsManifests() {
        // Given
        byte[] image = member.pushImage(name, "v1", "layer");

        // When
        HttpResponse<byte[]> complete = pushIndex("all", index(image));
        HttpResponse<byte[]> incomplete = pushIndex("none", index(LAYER));

        // Then
        assertThat(complete.statusCode()).isEqualTo(201);
        assertThat(reader.get(path("all")).headers().firstValue("Content-Type")).contains(OCI_INDEX);
        assertThat(errorCode(incomplete)).isEqualTo("MANIFEST_BLOB_UNKNOWN");
    }

    @Test
    void aTagIsDeletedAndItsManifestStays() {
        // Given
        byte[] manifest = member.pushImage(name, "v1", "layer");

        // When
        HttpResponse<byte[]> answer = member.delete(path("v1"));

        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(errorCode(reader.get(path("v1")))).isEqualTo("MANIFEST_UNKNOWN");
        assertThat(reader.head(path(Digest.of(manifest).toString())).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aManifestIsDeletedWithItsTags() {
        // Given
        byte[] manifest = member.pushImage(name, "v1", "layer");
        push("v2", manifest);

        // When
        HttpResponse<byte[]> answer = member.delete(path(Digest.of(manifest).toString()));
        HttpResponse<byte[]> again = member.delete(path(Digest.of(manifest).toString()));

        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(errorCode(again)).isEqualTo("MANIFEST_UNKNOWN");
        assertThat(tags()).isEmpty();
    }

    @Test
    void aManifestThatAnIndexNeedsIsNotDeleted() {
        // Given
        byte[] image = member.pushImage(name, "v1", "layer");
        pushIndex("all", index(image));

        // When
        HttpResponse<byte[]> answer = member.delete(path(Digest.of(image).toString()));

        // Then
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(errorCode(answer)).isEqualTo("UNSUPPORTED");
        assertThat(reader.head(path("v1")).statusCode()).isEqualTo(200);
    }

    @Test
    void whatSaysSomethingAboutAnImageIsListed() {
        // Given
        byte[] image = member.pushImage(name, "v1", "layer");
        Digest subject = Digest.of(image);
        byte[] signature = signatureOf(image);

        // When
        HttpResponse<byte[]> pushed = push(Digest.of(signature).toString(), signature);
        HttpResponse<byte[]> all = reader.get("/v2/" + name + "/referrers/" + subject);
        HttpResponse<byte[]> none = reader.get("/v2/" + name + "/referrers/" + subject + "?artifactType=other");

        // Then
        assertThat(pushed.headers().firstValue("OCI-Subject")).contains(subject.toString());
        assertThat(all.headers().firstValue("Content-Type")).contains(OCI_INDEX);
        assertThat(manifests(all))
                .singleElement()
                .satisfies(entry -> assertThat(entry)
                        .containsEntry("digest", Digest.of(signature).toString())
                        .containsEntry("artifactType", "application/x-signature")
                        .containsEntry("annotations", Map.of("by", "ada")));
        assertThat(manifests(none)).isEmpty();
        assertThat(none.headers().firstValue("OCI-Filters-Applied")).contains("artifactType");
    }

    @Test
    void aForeignRepositoryAnswersAsAnUnknownOne() {
        // Given
        byte[] manifest = member.pushImage(name, "v1", "layer");

        // When
        HttpResponse<byte[]> pulled = stranger.get(path("v1"));
        HttpResponse<byte[]> pushed = stranger.put(path("v1"), manifest, "Content-Type", OCI_IMAGE);
        HttpResponse<byte[]> deleted = stranger.delete(path("v1"));
        HttpResponse<byte[]> listed = stranger.get("/v2/" + name + "/tags/list");
        HttpResponse<byte[]> referrers = stranger.get("/v2/" + name + "/referrers/" + Digest.of(manifest));

        // Then
        assertThat(List.of(pulled, pushed, deleted, listed, referrers)).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(errorCode(answer)).isEqualTo("NAME_UNKNOWN");
        });
        assertThat(reader.head(path("v1")).statusCode()).isEqualTo(200);
    }

    @Test
    void aReaderChangesNothing() {
        // Given
        byte[] manifest = member.pushImage(name, "v1", "layer");

        // When
        HttpResponse<byte[]> pushed = reader.put(path("v2"), manifest, "Content-Type", OCI_IMAGE);
        HttpResponse<byte[]> deleted = reader.delete(path("v1"));

        // Then
        assertThat(pushed.statusCode()).isEqualTo(403);
        assertThat(errorCode(pushed)).isEqualTo("DENIED");
        assertThat(errorCode(deleted)).isEqualTo("DENIED");
        assertThat(tags()).containsExactly("v1");
    }

    @Test
    void tagsAreListedInPages() {
        // Given
        List.of("b", "a", "C", "d").forEach(tag -> member.pushImage(name, tag, "layer"));

        // When
        HttpResponse<byte[]> first = reader.get("/v2/" + name + "/tags/list?n=3");
        HttpResponse<byte[]> second = reader.get(nextOf(first));

        // Then
        assertThat(RegistryClient.json(first))
                .containsEntry("name", name)
                .containsEntry("tags", List.of("C", "a", "b"));
        assertThat(RegistryClient.json(second)).containsEntry("tags", List.of("d"));
        assertThat(second.headers().firstValue("Link")).isEmpty();
    }

    @Test
    void aMalformedPageSizeIsRefused() {
        // Given
        member.pushImage(name, "v1", "layer");

        // When
        HttpResponse<byte[]> negative = reader.get("/v2/" + name + "/tags/list?n=-1");
        HttpResponse<byte[]> word = reader.get("/v2/" + name + "/tags/list?n=many");
        HttpResponse<byte[]> zero = reader.get("/v2/" + name + "/tags/list?n=0");

        // Then
        assertThat(errorCode(negative)).isEqualTo("PAGINATION_NUMBER_INVALID");
        assertThat(word.statusCode()).isEqualTo(400);
        assertThat(RegistryClient.json(zero)).containsEntry("tags", List.of());
    }

    @Test
    void tagsOfAnUnknownRepositoryAreUnknown() {
        // When
        HttpResponse<byte[]> answer = reader.get("/v2/" + name + "/tags/list");

        // Then
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(errorCode(answer)).isEqualTo("NAME_UNKNOWN");
    }

    @Test
    void aNameMayHaveManyPartsAlsoThoseOfTheApi() {
        // Given
        String odd = name + "/blobs/uploads/manifests/tags/list";

        // When
        byte[] manifest = member.pushImage(odd, "v1", "layer");

        // Then
        assertThat(reader.get("/v2/" + odd + "/manifests/v1").body()).isEqualTo(manifest);
        assertThat(RegistryClient.json(reader.get("/v2/" + odd + "/tags/list"))).containsEntry("name", odd);
    }

    private String path(String reference) {
        return "/v2/" + name + "/manifests/" + reference;
    }

    private HttpResponse<byte[]> push(String reference, byte[] manifest) {
        return member.put(path(reference), manifest, "Content-Type", OCI_IMAGE);
    }

    private HttpResponse<byte[]> pushIndex(String tag, byte[] index) {
        return member.put(path(tag), index, "Content-Type", OCI_INDEX);
    }

    private static byte[] index(byte[] image) {
        return "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}]}"
                .formatted(OCI_IMAGE, Digest.of(image), image.length)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] signatureOf(byte[] image) {
        String subject = "\"subject\":{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d},"
                .formatted(OCI_IMAGE, Digest.of(image), image.length);
        return new String(RegistryClient.manifest(LAYER, LAYER), StandardCharsets.UTF_8)
                .replace(
                        "\"config\"",
                        subject
                                + "\"artifactType\":\"application/x-signature\",\"annotations\":{\"by\":\"ada\"},\"config\"")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String nextOf(HttpResponse<byte[]> answer) {
        String link = answer.headers().firstValue("Link").orElseThrow();
        return link.substring(1, link.indexOf('>'));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> manifests(HttpResponse<byte[]> answer) {
        return (List<Map<String, Object>>) RegistryClient.json(answer).get("manifests");
    }

    @SuppressWarnings("unchecked")
    private List<String> tags() {
        return (List<String>)
                RegistryClient.json(reader.get("/v2/" + name + "/tags/list")).get("tags");
    }
}
