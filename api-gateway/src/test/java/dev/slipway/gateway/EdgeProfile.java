package dev.slipway.gateway;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;

/** A gateway with a public address, a trusted proxy in front (this machine), pages of another origin, and TLS. */
public final class EdgeProfile implements QuarkusTestProfile {

    static final String PUBLIC_ORIGIN = "https://ci.example";
    static final String OTHER_ORIGIN = "https://pages.example";
    static final String TLS_PORT = "test.tls.port";
    static final String TLS_FOLDER = "test.tls.folder";

    static TestCertificate certificateIn(Path folder) {
        return new TestCertificate(folder.resolve("tls.crt"), folder.resolve("tls.key"));
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        try (ServerSocket free = new ServerSocket(0)) {
            Path folder = Files.createTempDirectory("tls-");
            TestCertificate certificate = certificateIn(folder);
            certificate.renew("first");
            String port = String.valueOf(free.getLocalPort());
            return Map.of(
                    "slipway.public-url",
                    PUBLIC_ORIGIN + "/slipway/",
                    "slipway.gateway.trusted-proxies",
                    "127.0.0.1,::1",
                    "slipway.gateway.cors.origins",
                    OTHER_ORIGIN,
                    "slipway.gateway.tls.certificate",
                    certificate.certificate().toString(),
                    "slipway.gateway.tls.key",
                    certificate.key().toString(),
                    "quarkus.http.test-ssl-port",
                    port,
                    TLS_PORT,
                    port,
                    TLS_FOLDER,
                    folder.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
