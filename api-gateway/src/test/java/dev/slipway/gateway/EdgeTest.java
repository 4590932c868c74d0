package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gateway is for the world outside, behind a proxy and by its public address. */
@QuarkusTest
@TestProfile(EdgeProfile.class)
class EdgeTest extends GatewayTest {

    @ConfigProperty(name = EdgeProfile.TLS_PORT)
    int tlsPort;

    @ConfigProperty(name = EdgeProfile.TLS_FOLDER)
    String tlsFolder;

    @Test
    void services_learn_the_public_address() {
        // When
        get("/v1/build-flows", ADMIN);

        // Then
        assertThat(upstream.lastAsked().header("Host")).isEqualTo("ci.example");
        assertThat(upstream.lastAsked().header("X-Forwarded-Host")).isEqualTo("ci.example");
        assertThat(upstream.lastAsked().header("X-Forwarded-Proto")).isEqualTo("https");
        assertThat(upstream.lastAsked().header("X-Forwarded-Prefix")).isEqualTo("/slipway");
    }

    @Test
    void a_service_that_sends_on_to_itself_sends_on_to_the_platform() {
        // Given
        upstream.on("/v2/acme/app/blobs/uploads", exchange -> {
            exchange.getResponseHeaders().set("Location", upstream.address() + "/v2/acme/app/blobs/uploads/1");
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        });

        // When
        HttpResponse<String> response = post("/v2/acme/app/blobs/uploads", ADMIN, "");

        // Then
        assertThat(response.headers().firstValue("Location"))
                .hasValue("https://ci.example/slipway/v2/acme/app/blobs/uploads/1");
    }

    @Test
    void the_client_is_who_the_trusted_proxy_says() {
        // Then
        int first = remaining("203.0.113.1");
        assertThat(remaining("203.0.113.2")).isEqualTo(first);
        assertThat(remaining("198.51.100.1, 203.0.113.1")).isEqualTo(first - 1);
        assertThat(remaining("203.0.113.1, 127.0.0.1")).isEqualTo(first - 2);
    }

    @Test
    void a_page_of_a_known_origin_may_ask_and_read_the_quota() {
        // When
        HttpResponse<String> preflight = send(request("/v1/build-flows/7/builds")
                .header("Origin", EdgeProfile.OTHER_ORIGIN)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
        HttpResponse<String> answer = send(
                request("/v1/build-flows").header("Authorization", ADMIN).header("Origin", EdgeProfile.OTHER_ORIGIN));
        HttpResponse<String> refused = send(request("/v1/build-flows").header("Origin", EdgeProfile.OTHER_ORIGIN));

        // Then
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                .hasValue(EdgeProfile.OTHER_ORIGIN);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Methods"))
                .hasValueSatisfying(methods -> assertThat(methods).contains("POST"));
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers"))
                .hasValueSatisfying(headers -> assertThat(headers).contains("Authorization", "cd_token"));
        assertThat(preflight.headers().firstValue("X-RateLimit-Limit")).isEmpty();
        assertThat(preflight.headers().firstValue("X-Request-Id")).isPresent();
        assertThat(preflight.headers().firstValue("traceparent")).isPresent();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue(EdgeProfile.OTHER_ORIGIN);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials"))
                .isEmpty();
        assertThat(answer.headers().firstValue("Access-Control-Expose-Headers"))
                .hasValueSatisfying(headers -> assertThat(headers).contains("X-RateLimit-Remaining", "X-Request-Id"));
        assertThat(answer.headers().allValues("Vary")).contains("origin");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("Access-Control-Allow-Origin")).hasValue(EdgeProfile.OTHER_ORIGIN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OPTIONS /v1/build-flows HTTP/1.1\r\n",
                "OPTIONS /v1/build-flows HTTP/1.1\r\nHost: x\r\nHost: y\r\n",
                "OPTIONS /v1/../users HTTP/1.1\r\nHost: x\r\n",
                "OPTIONS /v1/build-flows HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: identity\r\n"
            })
    void a_preflight_with_two_readings_is_refused_like_any_other_request(String head) throws IOException {
        // Given
        try (RawClient raw = new RawClient(gateway)) {
            // When
            raw.write(head + "Origin: " + EdgeProfile.OTHER_ORIGIN + "\r\nAccess-Control-Request-Method: POST\r\n\r\n");

            // Then
            assertThat(raw.readAll())
                    .startsWith("HTTP/1.1 400 ")
                    .containsIgnoringCase("\r\naccess-control-allow-origin: " + EdgeProfile.OTHER_ORIGIN)
                    .doesNotContainIgnoringCase("access-control-allow-methods");
        }
    }

    @Test
    void the_gateways_own_answers_send_on_to_the_public_address() {
        // Given
        String login = newUser();
        setPassword(login, "correct horse battery");

        // Then
        assertThat(send(request("/authorize")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "username=" + login + "&password=correct+horse+battery")))
                        .headers()
                        .firstValue("Location"))
                .hasValue("https://ci.example/slipway/");
        assertThat(send(request("/logout")).headers().firstValue("Location")).hasValue("https://ci.example/slipway/");
    }

    @Test
    void a_page_of_an_unknown_origin_may_not() {
        // When
        HttpResponse<String> preflight = send(request("/v1/build-flows/7/builds")
                .header("Origin", "https://evil.example")
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
        HttpResponse<String> answer = send(
                request("/v1/build-flows").header("Authorization", ADMIN).header("Origin", "https://evil.example"));

        // Then
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Methods"))
                .isEmpty();
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void the_pages_of_the_platform_are_those_of_its_public_address() {
        // Given
        HttpRequest.Builder withCookie = request("/v1/build-flows/7/builds")
                .header("Authorization", ADMIN)
                .header("Cookie", "session=1")
                .POST(HttpRequest.BodyPublishers.ofString("{}"));

        // Then
        assertThat(send(withCookie.copy().header("Origin", EdgeProfile.PUBLIC_ORIGIN))
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(withCookie.copy().header("Origin", EdgeProfile.OTHER_ORIGIN))
                        .statusCode())
                .isEqualTo(403);
        assertThat(send(request("/openapi").header("Accept", "text/html"))
                        .headers()
                        .firstValue("Location"))
                .hasValueSatisfying(location -> assertThat(location).startsWith("/slipway/openapi/ui/"));
    }

    @Test
    void a_new_certificate_is_served_without_a_restart() throws Exception {
        // Given
        assertThat(served().getSubjectX500Principal().getName()).isEqualTo("CN=first");

        // When
        X509Certificate renewed = EdgeProfile.certificateIn(Path.of(tlsFolder)).renew("second");

        // Then
        // A handshake in the moment of the change may fail.
        await().atMost(Duration.ofMinutes(2))
                .ignoreExceptionsInstanceOf(SSLException.class)
                .untilAsserted(() -> assertThat(served()).isEqualTo(renewed));
    }

    @Test
    void http_2_goes_the_same_way_with_and_without_a_length() throws Exception {
        // Given
        HttpClient http2 = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(trustingAll())
                .build();
        byte[] body = new byte[200_000];
        URI builds = URI.create("https://localhost:" + tlsPort + "/v1/build-flows/7/builds");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(builds).timeout(LIMIT).header("Authorization", ADMIN);

        // When
        HttpResponse<String> known = http2.send(
                request.copy()
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        long knownBytes = upstream.lastAsked().bodyBytes();
        HttpResponse<String> unknown = http2.send(
                request.copy()
                        .POST(HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofByteArray(body)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        // Then
        assertThat(known.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(known.statusCode()).isEqualTo(200);
        assertThat(knownBytes).isEqualTo(body.length);
        assertThat(unknown.statusCode()).isEqualTo(200);
        assertThat(upstream.lastAsked().bodyBytes()).isEqualTo(body.length);
        assertThat(http2.send(request.copy().GET().build(), HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void http_2_reaches_the_gateways_own_api_with_and_without_a_length() throws Exception {
        // Given
        HttpClient http2 = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(trustingAll())
                .build();
        HttpRequest.Builder tokens = HttpRequest.newBuilder(
                        URI.create("https://localhost:" + tlsPort + "/platform/v1/tokens"))
                .timeout(LIMIT)
                .header("Authorization", ADMIN)
                .header("Content-Type", "application/json");
        HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString("{\"description\":\"by HTTP/2\"}");

        // When
        HttpResponse<String> read = http2.send(tokens.copy().GET().build(), HttpResponse.BodyHandlers.ofString());
        HttpResponse<String> known = http2.send(tokens.copy().POST(body).build(), HttpResponse.BodyHandlers.ofString());
        HttpResponse<String> unknown = http2.send(
                tokens.copy()
                        .POST(HttpRequest.BodyPublishers.fromPublisher(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        // Then
        assertThat(read.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(known.statusCode()).as(known.body()).isEqualTo(201);
        assertThat(unknown.statusCode()).as(unknown.body()).isEqualTo(201);
    }

    private int remaining(String forwardedFor) {
        HttpResponse<String> response = send(request("/v1/build-flows").header("X-Forwarded-For", forwardedFor));
        return response.headers()
                .firstValue("X-RateLimit-Remaining")
                .map(Integer::parseInt)
                .orElseThrow();
    }

    private X509Certificate served() throws IOException, GeneralSecurityException {
        try (Socket socket = trustingAll().getSocketFactory().createSocket("localhost", tlsPort)) {
            SSLSocket tls = (SSLSocket) socket;
            tls.setSoTimeout((int) LIMIT.toMillis());
            tls.startHandshake();
            return (X509Certificate) tls.getSession().getPeerCertificates()[0];
        }
    }

    /** The certificate is what a test looks at: none is refused. */
    private static SSLContext trustingAll() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustAll()}, new SecureRandom());
        return context;
    }

    private static final class TrustAll extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
