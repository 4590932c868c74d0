package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes on a raw socket that a well-behaved client never sends. */
@QuarkusTest
class HostileBytesTest extends GatewayTest {

    private static final String AUTHORIZATION = "Host: x\r\nAuthorization: " + ADMIN + "\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/../platform/v1/users HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /v1/build-flows%2f..%2fusers HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /v1/build-flows HTTP/1.1\r\nConnection: close\r\n\r\n",
                "GET http://x/v1/../q HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /v1/build-flows HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
                "GET /v1/build-flows HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\nhello",
                "GET /v1/build-flows HTTP/1.1\r\nHost: x\r\nContent-Length: 1e3\r\n\r\nhello",
                "GET /v1/build flows HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /v1/build-flows HTTP/1.1\r\nHost: x\r\nBad Header: 1\r\nConnection: close\r\n\r\n",
                "GET http://y/v1/build-flows HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /v1/build-flows HTTP/1.1\r\nHost: x\r\nHost: y\r\nConnection: close\r\n\r\n",
                "GET /v1/build-flows HTTP/1.1\r\nHost: x/y\r\nConnection: close\r\n\r\n",
                "GET /v1/build-flows HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: identity\r\n\r\n",
                "GET /v1/build-flows HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n",
                "GET /v1/build-flows HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "GET /v1/build-flows HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "GET /v1/build-flows HTTP/1.1\r\nHost: x\r\nContent-Length : 5\r\n\r\nhello",
                "GET /v1/build-flows HTTP/1.1\r\nHost: x\r\nContent-Length: +5\r\n\r\nhello",
                "GET /v1/build-flows HTTP/1.1\r\nHost: x\r\nContent-Length: 5, 6\r\n\r\nhello",
                "GET /v1/build-flows HTTP/1.1\r\nHost: x\r\nX-Null: a\0b\r\nConnection: close\r\n\r\n",
                "GET /v1/build-flows\0 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "nonsense\r\n\r\n"
            })
    void nonsense_is_a_clean_4xx_and_reaches_no_service(String bytes) throws IOException {
        // When
        String answer = exchange(bytes);

        // Then
        assertThat(answer).matches("(?s)HTTP/1\\.[01] 4\\d\\d .*");
        assertThat(upstream.timesAsked()).isZero();
    }

    @Test
    void a_request_in_the_body_of_another_is_not_a_request() throws IOException {
        // Given
        String smuggled = "POST /v1/build-flows/7/builds HTTP/1.1\r\n" + AUTHORIZATION
                + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                + "0\r\n\r\nGET /v1/build-flows/smuggled HTTP/1.1\r\n" + AUTHORIZATION + "\r\n";

        // When
        String answer = exchange(smuggled);

        // Then
        assertThat(answer).startsWith("HTTP/1.1 ");
        assertThat(upstream.timesAsked()).isLessThanOrEqualTo(1);
        if (upstream.timesAsked() == 1) {
            assertThat(upstream.lastAsked().uri()).isEqualTo("/v1/build-flows/7/builds");
            assertThat(upstream.lastAsked().bodyBytes()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 6\r\n", "Content-Length: 0\r\n", ""})
    void after_chunks_the_connection_is_closed_and_what_came_behind_is_no_request(String length) throws IOException {
        // Given
        String first = "POST /v1/build-flows/7/builds HTTP/1.1\r\n" + AUTHORIZATION + length
                + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
        String behind = "GET /v1/build-flows/smuggled HTTP/1.1\r\n" + AUTHORIZATION + "\r\n";

        // When
        String answer = exchange(first + behind + behind);

        // Then
        assertThat(answer).startsWith("HTTP/1.1 200 ").containsIgnoringCase("\r\nconnection: close\r\n");
        assertThat(answer.split("HTTP/1\\.1 ", -1)).hasSize(2);
        assertThat(upstream.askedFor()).containsExactly("POST /v1/build-flows/7/builds");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/../users HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /v1/build-flows HTTP/1.1\r\n\r\n",
                "GET /v1/build-flows?a#b HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /v1/build-flows HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: identity\r\n\r\n"
            })
    void what_came_behind_a_request_with_two_readings_is_no_request(String first) throws IOException {
        // When
        String answer = exchange(first + "GET /v1/build-flows/smuggled HTTP/1.1\r\n" + AUTHORIZATION + "\r\n");

        // Then
        assertThat(answer).startsWith("HTTP/1.1 400 ");
        assertThat(answer.split("HTTP/1\\.1 ", -1)).hasSize(2);
        assertThat(upstream.timesAsked()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n0;\nx\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n-0\r\n\r\n",
                "Transfer-Encoding\r\n : chunked\r\n\r\n0\r\n\r\n",
                "X: y\r\n Transfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n",
                "X: y\rTransfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n"
            })
    void where_a_body_ends_is_never_a_matter_of_taste(String rest) throws IOException {
        // Given
        String first = "POST /v1/build-flows/7/builds HTTP/1.1\r\n" + AUTHORIZATION + rest;
        String smuggled = "GET /v1/build-flows/smuggled HTTP/1.1\r\n" + AUTHORIZATION + "Connection: close\r\n\r\n";

        // When
        String answer = exchange(first + smuggled);

        // Then
        // Either both were understood as two requests, each with its own answer, or the connection ended after a
        // refusal.
        int answers = answer.split("HTTP/1\\.1 ", -1).length - 1;
        assertThat(upstream.askedFor())
                .as(answer)
                .isSubsetOf("POST /v1/build-flows/7/builds", "GET /v1/build-flows/smuggled")
                .hasSizeLessThanOrEqualTo(answers);
        if (!upstream.askedFor().isEmpty()) {
            assertThat(upstream.askedFor().get(0)).isEqualTo("POST /v1/build-flows/7/builds");
            assertThat(upstream.lastAsked().bodyBytes()).isZero();
        }
    }

    @Test
    void a_folded_header_reaches_a_service_in_one_line_or_not_at_all() throws IOException {
        // When
        String answer = exchange("GET /v1/build-flows HTTP/1.1\r\n" + AUTHORIZATION
                + "X-Folded: one\r\n Authorization: Bearer two\r\nConnection: close\r\n\r\n");

        // Then
        if (answer.startsWith("HTTP/1.1 200")) {
            assertThat(upstream.lastAsked().header("X-Folded")).isEqualTo("one Authorization: Bearer two");
            assertThat(upstream.lastAsked().header("Authorization")).doesNotContain("two");
        } else {
            assertThat(answer).startsWith("HTTP/1.1 400");
            assertThat(upstream.timesAsked()).isZero();
        }
    }

    @Test
    void many_headers_are_as_bounded_as_long_ones() throws IOException {
        // When
        String answer = exchange("GET /v1/build-flows HTTP/1.1\r\nHost: x\r\n" + "X: 1\r\n".repeat(10_000) + "\r\n");

        // Then
        assertThat(answer).matches("(?s)HTTP/1\\.[01] 431 .*");
    }

    @Test
    void an_address_in_full_is_the_path_alone_to_a_service() throws IOException {
        // When
        String answer =
                exchange("GET http://x/v1/build-flows?a=1 HTTP/1.1\r\n" + AUTHORIZATION + "Connection: close\r\n\r\n");

        // Then
        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(upstream.lastAsked().uri()).isEqualTo("/v1/build-flows?a=1");
    }

    @Test
    void bad_chunks_end_the_request() throws IOException {
        // When
        String answer = exchange("POST /v1/build-flows/7/builds HTTP/1.1\r\n" + AUTHORIZATION
                + "Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n");

        // Then
        assertThat(answer).doesNotContain(" 200 ");
        assertThat(upstream.timesAsked()).isZero();
    }

    @Test
    void headers_without_end_are_refused() throws IOException {
        // When
        String answer =
                exchange("GET /v1/build-flows HTTP/1.1\r\nHost: x\r\nX-Long: " + "a".repeat(64 * 1024) + "\r\n\r\n");

        // Then
        assertThat(answer).matches("(?s)HTTP/1\\.[01] 431 .*");
    }

    @Test
    void a_path_without_end_is_refused() throws IOException {
        // When
        String answer = exchange("GET /" + "a".repeat(64 * 1024) + " HTTP/1.1\r\nHost: x\r\n\r\n");

        // Then
        assertThat(answer).matches("(?s)HTTP/1\\.[01] 414 .*");
    }

    @Test
    void a_header_that_is_named_by_connection_does_not_pass() throws IOException {
        // When
        exchange("GET /v1/build-flows HTTP/1.1\r\n" + AUTHORIZATION
                + "Connection: close\r\nConnection: X-Mine\r\nX-Mine: 1\r\nUpgrade: websocket\r\n\r\n");

        // Then
        assertThat(upstream.lastAsked().has("X-Mine")).isFalse();
        assertThat(upstream.lastAsked().has("Upgrade")).isFalse();
    }

    @Test
    void an_old_client_gets_its_answer_without_chunks() throws IOException {
        // Given
        upstream.on("/v1/build-flows", asked -> {
            asked.sendResponseHeaders(200, 0);
            asked.getResponseBody().write("streamed".getBytes(StandardCharsets.UTF_8));
            asked.close();
        });

        // When
        String answer = exchange("GET /v1/build-flows HTTP/1.0\r\n" + AUTHORIZATION + "\r\n");

        // Then
        assertThat(answer).startsWith("HTTP/1.0 200").endsWith("\r\n\r\nstreamed");
    }

    private String exchange(String bytes) throws IOException {
        try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
