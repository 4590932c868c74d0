package dev.slipway.registry;

import dev.slipway.registry.storage.Digest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.ConfigProvider;

/** A plain HTTP client of the registry on behalf of one principal. */
public final class RegistryClient {

    public static final String OCI_IMAGE = "application/vnd.oci.image.manifest.v1+json";
    public static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Supplier<String> authorization;

    private RegistryClient(Supplier<String> authorization) {
        this.authorization = authorization;
    }

    /** @param authorization asked for each request, since tokens live for a minute */
    public static RegistryClient as(Supplier<String> authorization) {
        return new RegistryClient(authorization);
    }

    public static String baseUrl() {
        return "http://127.0.0.1:" + ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
    }

    /** A name that no other test uses. */
    public static String newName(String tenant) {
        return tenant + "/image-" + UUID.randomUUID();
    }

    public HttpResponse<byte[]> get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    public HttpResponse<byte[]> head(String path) {
        return send("HEAD", path, BodyPublishers.noBody());
    }

    public HttpResponse<byte[]> delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody());
    }

    public HttpResponse<byte[]> post(String path, byte[] body, String... headers) {
        return send("POST", path, BodyPublishers.ofByteArray(body), headers);
    }

    public HttpResponse<byte[]> patch(String path, byte[] body, String... headers) {
        return send("PATCH", path, BodyPublishers.ofByteArray(body), headers);
    }

    public HttpResponse<byte[]> put(String path, byte[] body, String... headers) {
        return send("PUT", path, BodyPublishers.ofByteArray(body), headers);
    }

    public HttpResponse<byte[]> send(String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(baseUrl() + path))
                .method(method, body)
                .header("Authorization", authorization.get());
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return HTTP.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Begins an upload and gives its path. */
    public String beginUpload(String name) {
        return location(post("/v2/" + name + "/blobs/uploads/", new byte[0]));
    }

    public Digest pushBlob(String name, byte[] content) {
        Digest digest = Digest.of(content);
        HttpResponse<byte[]> answer = post("/v2/" + name + "/blobs/uploads/?digest=" + digest, content);
        expect(answer, 201);
        return digest;
    }

    /** Pushes an image of one layer and gives the bytes of its manifest. */
    public byte[] pushImage(String name, String tag, String layer) {
        byte[] content = layer.getBytes(StandardCharsets.UTF_8);
        pushBlob(name, content);
        byte[] manifest = manifest(content, content);
        expect(put("/v2/" + name + "/manifests/" + tag, manifest, "Content-Type", OCI_IMAGE), 201);
        return manifest;
    }

    /** An OCI image manifest over contents that are pushed separately. */
    public static byte[] manifest(byte[] config, byte[] layer) {
        return """
                {"schemaVersion":2,"mediaType":"%s",
                 "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%d},
                 "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"%s","size":%d}]}
                """.formatted(OCI_IMAGE, Digest.of(config), config.length, Digest.of(layer), layer.length)
                .getBytes(StandardCharsets.UTF_8);
    }

    public static String location(HttpResponse<?> answer) {
        return answer.headers().firstValue("Location").orElseThrow();
    }

    public static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    /** The specification's code of a refusal. */
    public static String errorCode(HttpResponse<byte[]> answer) {
        return new JsonObject(text(answer))
                .getJsonArray("errors")
                .getJsonObject(0)
                .getString("code");
    }

    public static Map<String, Object> json(HttpResponse<byte[]> answer) {
        return new JsonObject(text(answer)).getMap();
    }

    private static void expect(HttpResponse<byte[]> answer, int status) {
        if (answer.statusCode() != status) {
            throw new AssertionError(answer.statusCode() + " " + text(answer));
        }
    }
}
