package dev.slipway.webhook.outbound.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.webhook.outbound.Answer;
import dev.slipway.webhook.outbound.WebhookRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The address is ours, the certificate is still checked against the name in the URL. */
class TlsTest {

    private final Vertx vertx = Vertx.vertx();
    private final ReceiverAddresses loopback =
            host -> Future.succeededFuture(List.of(InetAddress.getLoopbackAddress()));
    private PfxOptions certificate;
    private HttpServer server;

    @TempDir
    Path folder;

    @BeforeEach
    void serve() throws Exception {
        certificate = selfSigned("hooks.example");
        server = vertx.createHttpServer(new HttpServerOptions().setSsl(true).setKeyCertOptions(certificate))
                .requestHandler(request -> request.response().end())
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() {
        // Given
        PinnedHttpSender sender = new PinnedHttpSender(vertx, loopback, PinnedHttpSender.options());

        // When
        Answer answer = send(sender, "hooks.example");

        // Then
        assertThat(answer.statusCode()).isNull();
        assertThat(answer.error()).startsWith("TLS failed: ");
    }

    @Test
    void aTrustedCertificateForTheNameIsAcceptedAtWhateverAddress() {
        // Given
        PinnedHttpSender sender = trusting();

        // When
        Answer answer = send(sender, "hooks.example");

        // Then
        assertThat(answer.error()).isNull();
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void aTrustedCertificateForAnotherNameIsRefused() {
        // Given
        PinnedHttpSender sender = trusting();

        // When
        Answer answer = send(sender, "other.example");

        // Then
        assertThat(answer.statusCode()).isNull();
        assertThat(answer.error()).startsWith("TLS failed: ");
    }

    private PinnedHttpSender trusting() {
        return new PinnedHttpSender(vertx, loopback, PinnedHttpSender.options().setTrustOptions(certificate));
    }

    private Answer send(PinnedHttpSender sender, String host) {
        URI url = URI.create("https://" + host + ":" + server.actualPort() + "/");
        return sender.send(new WebhookRequest(url, Map.of(), new byte[0], Duration.ofSeconds(30)))
                .await()
                .atMost(Duration.ofSeconds(60));
    }

    /** Made by the JDK's own keytool. */
    private PfxOptions selfSigned(String host) throws Exception {
        Path store = folder.resolve("receiver.p12");
        String password = "password-of-a-test";
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "receiver",
                        "-keyalg",
                        "EC",
                        "-validity",
                        "2",
                        "-dname",
                        "CN=" + host,
                        "-ext",
                        "san=dns:" + host,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        password)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        return new PfxOptions().setPath(store.toString()).setPassword(password);
    }
}
