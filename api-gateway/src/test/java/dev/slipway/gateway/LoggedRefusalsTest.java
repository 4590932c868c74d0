package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @Test
    void what_would_be_logged_above_info_is_heard() {
        // When
        Logger.getLogger("dev.slipway.gateway").warning("for the recorder");

        // Then
        assertThat(recorder.warnings()).singleElement().asString().endsWith("dev.slipway.gateway: for the recorder");
    }

    /** Keeps what is logged above INFO, by whatever logger. */
    private static final class Recorder extends Handler {
        private final List<String> warnings = new CopyOnWriteArrayList<>();

        List<String> warnings() {
            return warnings;
        }

        @Override
        public void publish(LogRecord entry) {
            if (entry.getLevel().intValue() > Level.INFO.intValue()) {
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
