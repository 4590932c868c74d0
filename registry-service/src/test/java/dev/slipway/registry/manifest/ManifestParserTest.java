package dev.slipway.registry.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.registry.fault.RegistryException;
import dev.slipway.registry.fault.RegistryFault;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestParserTest {

    private static final String DIGEST = "sha256:" + "ab".repeat(32);
    private static final String CONFIG =
            "{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\"%s\",\"size\":3}"
                    .formatted(DIGEST);

    @Test
    void anImageNeedsItsConfigAndLayers() {
        // Given
        String image = "{\"schemaVersion\":2,\"config\":%s,\"layers\":[%s],\"annotations\":{\"a\":\"b\"}}"
                .formatted(CONFIG, CONFIG);

        // When
        ManifestDocument document = parse(image, ManifestMediaType.OCI_IMAGE);

        // Then
        assertThat(document.blobs()).hasSize(2);
        assertThat(document.children()).isEmpty();
        assertThat(document.referencedBytes()).isEqualTo(6);
        assertThat(document.annotations()).containsEntry("a", "b");
        assertThat(document.artifactType()).isEqualTo("application/vnd.oci.image.config.v1+json");
    }

    @Test
    void anIndexNeedsItsManifests() {
        // Given
        String index = "{\"schemaVersion\":2,\"manifests\":[%s]}".formatted(CONFIG);

        // When
        ManifestDocument document = parse(index, ManifestMediaType.DOCKER_LIST);

        // Then
        assertThat(document.children()).hasSize(1);
        assertThat(document.blobs()).isEmpty();
    }

    @Test
    void aLayerThatStandsElsewhereNeedNotBeHere() {
        // Given
        String foreign = CONFIG.replace("\"size\":3", "\"size\":3,\"urls\":[\"https://example.com/layer\"]");
        String image = "{\"schemaVersion\":2,\"config\":%s,\"layers\":[%s]}".formatted(CONFIG, foreign);

        // When
        ManifestDocument document = parse(image, ManifestMediaType.DOCKER_IMAGE);

        // Then
        assertThat(document.blobs()).extracting(Descriptor::external).containsExactly(false, true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}{}",
                "{\"schemaVersion\":1}",
                "{\"schemaVersion\":2}",
                "{\"schemaVersion\":2,\"config\":CONFIG}",
                "{\"schemaVersion\":2,\"config\":CONFIG,\"layers\":{}}",
                "{\"schemaVersion\":2,\"schemaVersion\":2,\"config\":CONFIG,\"layers\":[]}",
                "{\"schemaVersion\":2,\"config\":{\"digest\":\"sha256:00\"},\"layers\":[]}",
                "{\"schemaVersion\":2,\"config\":CONFIG,\"layers\":[],\"mediaType\":\"text/plain\"}",
                "{\"schemaVersion\":2,\"config\":CONFIG,\"layers\":[],\"annotations\":{\"a\":1}}",
                "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"a\",\"digest\":\"x\",\"size\":-1},\"layers\":[]}"
            })
    void whatIsNoManifestIsRefused(String body) {
        // When / Then
        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> parse(body.replace("CONFIG", CONFIG), ManifestMediaType.OCI_IMAGE))
                .satisfies(refused -> assertThat(refused.fault()).isEqualTo(RegistryFault.MANIFEST_INVALID));
    }

    @Test
    void aManifestNestedWithoutEndIsRefused() {
        // Given
        String nested = "{\"schemaVersion\":2,\"x\":" + "[".repeat(100_000);

        // When / Then
        assertThatExceptionOfType(RegistryException.class).isThrownBy(() -> parse(nested, ManifestMediaType.OCI_IMAGE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/vnd.oci.image.index.v1+json",
                "application/vnd.oci.image.index.v1+json; charset=utf-8"
            })
    void parametersOfTheContentTypeDoNotMatter(String contentType) {
        // When
        ManifestMediaType type = ManifestMediaType.parse(contentType);

        // Then
        assertThat(type).isEqualTo(ManifestMediaType.OCI_INDEX);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "application/json", "application/vnd.docker.distribution.manifest.v1+prettyjws"})
    void otherContentTypesAreRefused(String contentType) {
        // When / Then
        assertThatExceptionOfType(RegistryException.class).isThrownBy(() -> ManifestMediaType.parse(contentType));
    }

    @Test
    void aReferenceIsATagOrADigest() {
        // When
        ManifestReference byTag = ManifestReference.parse("v1.0");
        ManifestReference byDigest = ManifestReference.parse(DIGEST);

        // Then
        assertThat(byTag).isEqualTo(new ManifestReference.ByTag("v1.0"));
        assertThat(byDigest).isInstanceOf(ManifestReference.ByDigest.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".v1", "-v1", "a b", "sha256:12", "sha512:ab", "ä"})
    void aReferenceThatIsNeitherIsRefused(String reference) {
        // When / Then
        assertThatExceptionOfType(RegistryException.class).isThrownBy(() -> ManifestReference.parse(reference));
    }

    private static ManifestDocument parse(String json, ManifestMediaType mediaType) {
        return ManifestParser.parse(json.getBytes(StandardCharsets.UTF_8), mediaType);
    }
}
