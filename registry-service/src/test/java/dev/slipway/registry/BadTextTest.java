package dev.slipway.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.registry.storage.Digest;
import dev.slipway.testkit.TestIdentity;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** U+0000, which PostgreSQL's texts cannot hold, wherever a caller may write text: the caller's mistake, never ours. */
@RegistryTest
class BadTextTest {

    private static final byte[] LAYER = "layer".getBytes(StandardCharsets.UTF_8);

    private final RegistryClient member = RegistryClient.as(() -> TestIdentity.member("acme"));
    private final String name = RegistryClient.newName("acme");

    @ParameterizedTest
    @CsvSource({
        "/tags/list?last=%00, 400",
        "/tags/list?n=%00, 400",
        "/manifests/a%00b, 400",
        "/manifests/sha256:%00, 400",
        "/blobs/%00, 400",
        "/blobs/uploads/%00, 404",
        "/referrers/%00, 400",
        "/referrers/sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855?artifactType=%00, 400"
    })
    void anAddressWithNulIsRefused(String path, int status) {
        // Given
        member.pushImage(name, "v1", "layer");

        // When
        HttpResponse<byte[]> answer = member.get("/v2/" + name + path);

        // Then
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(RegistryClient.errorCode(answer)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"annotations\":{\"a\":\"b\\u0000\"}",
                "\"annotations\":{\"a\\u0000\":\"b\"}",
                "\"artifactType\":\"a\\u0000\""
            })
    void aManifestWithNulIsRefused(String field) {
        // Given
        member.pushBlob(name, LAYER);
        String manifest = new String(RegistryClient.manifest(LAYER, LAYER), StandardCharsets.UTF_8);
        byte[] changed = manifest.replaceFirst("\\{", "{" + field.replace("\\", "\\\\") + ",")
                .getBytes(StandardCharsets.UTF_8);

        // When
        HttpResponse<byte[]> answer =
                member.put("/v2/" + name + "/manifests/v1", changed, "Content-Type", RegistryClient.OCI_IMAGE);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(RegistryClient.errorCode(answer)).isEqualTo("MANIFEST_INVALID");
        assertThat(RegistryClient.text(answer)).contains("without NUL");
    }

    @Test
    void aConfigWhoseMediaTypeHasNulIsRefused() {
        // Given
        String manifest = new String(RegistryClient.manifest(LAYER, LAYER), StandardCharsets.UTF_8)
                .replace("image.config.v1", "image.config\\u0000.v1");

        // When
        HttpResponse<byte[]> answer = member.put(
                "/v2/" + name + "/manifests/" + Digest.of(manifest.getBytes(StandardCharsets.UTF_8)),
                manifest.getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                RegistryClient.OCI_IMAGE);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(RegistryClient.errorCode(answer)).isEqualTo("MANIFEST_INVALID");
    }

    @ParameterizedTest
    @CsvSource({
        "/platform/v1/repositories?cursor=YQBi, 400",
        "/platform/v1/repositories?cursor=%00, 400",
        "/platform/v1/repositories/%00, 404",
        "/platform/v1/repositories/00000000-0000-0000-0000-000000000000/tags?cursor=YQBi, 400"
    })
    void aNativeAddressWithNulIsRefused(String path, int status) {
        // When
        HttpResponse<byte[]> answer = member.get(path);

        // Then
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
    }
}
