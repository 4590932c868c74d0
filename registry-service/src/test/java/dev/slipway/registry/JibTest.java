package dev.slipway.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import dev.slipway.registry.storage.Digest;
import dev.slipway.testkit.TestIdentity;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real client, Jib, pushes to the real service and pulls from it. */
@RegistryTest
class JibTest {

    private final RegistryClient reader = RegistryClient.as(() -> TestIdentity.reader("acme"));
    private final String name = RegistryClient.newName("acme");

    private Path folder;
    private AuthorizingProxy proxy;

    @BeforeEach
    void startProxy(@TempDir Path temporary) {
        folder = temporary;
        proxy = AuthorizingProxy.start(RegistryClient.baseUrl(), () -> TestIdentity.member("acme"));
    }

    @AfterEach
    void stopProxy() {
        proxy.close();
    }

    @ParameterizedTest
    @EnumSource(ImageFormat.class)
    void anImagePushedByJibIsPulledBackByteByByte(ImageFormat format) throws Exception {
        // Given
        JibContainer pushed = push(Jib.fromScratch().setFormat(format), name, "hello");

        // When
        HttpResponse<byte[]> manifest = reader.get("/v2/" + name + "/manifests/v1");

        // Then
        assertThat(Digest.of(manifest.body())).hasToString(pushed.getDigest().toString());
        assertThat(blobsOf(manifest))
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(blob -> assertThat(Digest.of(
                                reader.get("/v2/" + name + "/blobs/" + blob).body()))
                        .hasToString(blob));
    }

    @Test
    void anImageIsBuiltOnOneThatWasPushedBefore() throws Exception {
        // Given
        JibContainer base = push(Jib.fromScratch(), name, "base");
        String derived = RegistryClient.newName("acme");

        // When
        push(Jib.from(image(name)), derived, "derived");

        // Then
        List<String> layersOfBase = layersOf(reader.get("/v2/" + name + "/manifests/" + base.getDigest()));
        assertThat(layersOf(reader.get("/v2/" + derived + "/manifests/v1")))
                .startsWith(layersOfBase.toArray(String[]::new))
                .hasSize(layersOfBase.size() + 1);
    }

    @Test
    void anImageIsPulledIntoATar() throws Exception {
        // Given
        push(Jib.fromScratch(), name, "hello");
        Path tar = folder.resolve("image.tar");

        // When
        Jib.from(image(name))
                .containerize(containerizer(Containerizer.to(TarImage.at(tar).named(name))));

        // Then
        assertThat(tar).isNotEmptyFile();
    }

    private JibContainer push(JibContainerBuilder builder, String target, String content) throws Exception {
        Path file = Files.writeString(folder.resolve(content + ".txt"), content.repeat(10_000));
        return builder.addLayer(List.of(file), AbsoluteUnixPath.get("/files"))
                .setEntrypoint("/files/" + content)
                .containerize(containerizer(Containerizer.to(image(target))));
    }

    private RegistryImage image(String repository) throws Exception {
        return RegistryImage.named(proxy.address() + "/" + repository + ":v1");
    }

    private Containerizer containerizer(Containerizer containerizer) throws IOException {
        return containerizer
                .setAllowInsecureRegistries(true)
                .setBaseImageLayersCache(Files.createTempDirectory(folder, "base"))
                .setApplicationLayersCache(Files.createTempDirectory(folder, "application"));
    }

    private static List<String> blobsOf(HttpResponse<byte[]> manifest) {
        JsonObject config = new JsonObject(RegistryClient.text(manifest)).getJsonObject("config");
        return Stream.concat(Stream.of(config.getString("digest")), layersOf(manifest).stream())
                .toList();
    }

    private static List<String> layersOf(HttpResponse<byte[]> manifest) {
        JsonArray layers = new JsonObject(RegistryClient.text(manifest)).getJsonArray("layers");
        return layers.stream()
                .map(layer -> ((JsonObject) layer).getString("digest"))
                .toList();
    }
}
