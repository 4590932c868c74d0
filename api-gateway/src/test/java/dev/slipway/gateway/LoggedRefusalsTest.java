package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A caller's mistake is no news to an operator. */
@QuarkusTest
class LoggedRefusalsTest extends GatewayTest {

    private final Recorder recorder = new Recorder();

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(recorder);
    }

    @AfterEach
    void listenNoMore() {
        Logger.getLogger("").removeHandler(recorder);
    }

    @ParameterizedTest(name = "{0} {1}: {4}")
    @CsvSource({
        "GET,    /nothing,                           admin, '',              404",
        "GET,    /v1/nothing,                        admin, '',              404",
        "PATCH,  /platform/v1/tokens,                admin, '',              405",
        "GET,    /platform/v1/flows,                 wrong, '',              401",
        "GET,    /v2/acme/app/tags/list,             none,  '',              401",
        "GET,    /v1/build-flows/..%2f..%2fetc,      admin, '',              400",
        "GET,    /platform/v1/tokens/no-id,          admin, '',              404",
        "POST,   /platform/v1/users,                 admin, '{\"login\":1,}', 400",
        "POST,   /platform/v1/users,                 admin, '{\"login\":\"A B\"}', 400",
        "POST,   /platform/v1/tokens,                admin, '[]',            400",
        "GET,    /platform/v1/audit-events?since=1,  admin, '',              400",
        "POST,   /platform/v1/users,                 admin, '{\"login\":\"admin\"}', 409"
    })
    void a_4xx_is_logged_at_info_at_most(String method, String path, String who, String body, int status) {
        // Given
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!who.equals("none")) {
            request.header("Authorization", who.equals("admin") ? ADMIN : "Bearer slp_wrong");
        }

        // When
        HttpResponse<String> answer = send(request);

        // Then
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(recorder.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /platform/v1/tokens", "GET /healthz", "POST /platform/v1/users", "OPTIONS /nothing"})
    void a_request_without_a_host_is_told_so_in_the_dialect(String requestLine) throws IOException {
        // When
        String answer = RawClient.exchange(gateway, requestLine + " HTTP/1.1\r\nAuthorization: " + ADMIN + "\r\n\r\n");

        // Then
        assertThat(answer)
                .startsWith("HTTP/1.1 400 ")
                .contains("application/problem+json", "\"code\":\"invalid\"", "Host");
        assertThat(recorder.warnings()).isEmpty();
    }

    @Test
    void an_old_request_needs_no_host() throws IOException {
        // When
        String answer =
                RawClient.exchange(gateway, "GET /platform/v1/tokens HTTP/1.0\r\nAuthorization: " + ADMIN + "\r\n\r\n");

        // Then
        assertThat(answer).startsWith("HTTP/1.0 200 ");
        assertThat(recorder.warnings()).isEmpty();
    }

    @Test
    void a_long_body_without_a_length_is_413_in_the_dialect() throws IOException {
        // Given
        String chunk = "10000\r\n" + "a".repeat(0x10000) + "\r\n";

        // When
        String answer = RawClient.exchange(
                gateway,
                "POST /platform/v1/users HTTP/1.1\r\nHost: x\r\nAuthorization: " + ADMIN
                        + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk.repeat(17)
                        + "0\r\n\r\n");

        // Then
        assertThat(answer)
                .startsWith("HTTP/1.1 413 ")
                .contains("application/problem+json", "\"code\":\"too_large\"", "1048576 bytes");
        assertThat(recorder.warnings()).isEmpty();
    }

    @Test
    void a_short_body_without_a_length_is_read() throws IOException {
        // When
        String answer = RawClient.exchange(
                gateway,
                "POST /platform/v1/users HTTP/1.1\r\nHost: x\r\nAuthorization: " + ADMIN
                        + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "f\r\n{\"login\":\"A B\"}\r\n0\r\n\r\n");

        // Then
        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("login");
        assertThat(recorder.warnings()).isEmpty();
    }

    @Test
    void a_body_that_breaks_off_is_no_error_of_ours() throws IOException {
        // When
        String answer = RawClient.exchange(
                gateway,
                "POST /platform/v1/users HTTP/1.1\r\nHost: x\r\nAuthorization: " + ADMIN
                        + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");

        // Then
        assertThat(answer).doesNotContain(" 200 ", " 500 ");
        assertThat(recorder.warnings()).isEmpty();
    }

    @Test
    void a_defect_of_ours_is_logged_under_the_keys_of_its_request() {
        // Given
        sql("ALTER TABLE token RENAME TO token_that_is_away");
        HttpResponse<String> answer;
        try {
            // When
            answer = send(request("/platform/v1/tokens")
                    .header("Authorization", "Bearer slp_never_seen_before")
                    .header("X-Request-Id", "a-defect.1"));
        } finally {
            sql("ALTER TABLE token_that_is_away RENAME TO token");
        }

        // Then
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(recorder.keys())
                .anySatisfy(keys -> assertThat(keys)
                        .containsEntry("requestId", "a-defect.1")
                        .containsEntry("dialect", "NATIVE")
                        .containsEntry("principal", "anonymous")
                        .containsKey("traceId"));
    }

    @Test
    void what_would_be_logged_above_info_is_heard() {
        // When
        Logger.getLogger("dev.slipway.gateway").warning("for the recorder");

        // Then
        assertThat(recorder.warnings()).singleElement().asString().endsWith("dev.slipway.gateway: for the recorder");
    }

    /** Keeps what is logged above INFO, by whatever logger but the one that says once that a service is away, which one always is. */
    private static final class Recorder extends Handler {
        private final List<String> warnings = new CopyOnWriteArrayList<>();

        private final List<Map<String, String>> keys = new CopyOnWriteArrayList<>();

        List<String> warnings() {
            return warnings;
        }

        /** Of each warning. */
        List<Map<String, String>> keys() {
            return keys;
        }

        @Override
        public void publish(LogRecord entry) {
            boolean aboutServices = String.valueOf(entry.getLoggerName()).startsWith("dev.slipway.gateway.upstream.");
            if (entry.getLevel().intValue() > Level.INFO.intValue() && !aboutServices) {
                keys.add(ExtLogRecord.wrap(entry).getMdcCopy());
                warnings.add(entry.getLevel() + " " + entry.getLoggerName() + ": " + entry.getMessage());
            }
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            // Nothing is held open.
        }
    }
}
