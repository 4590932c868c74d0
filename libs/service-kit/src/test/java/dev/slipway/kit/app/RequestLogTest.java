package dev.slipway.kit.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.handlers.ConsoleHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a log line of a request says about it, as the console's own JSON formatter writes it. */
@QuarkusTest
@QuarkusTestResource(KitServers.class)
@TestProfile(RequestLogTest.JsonLog.class)
class RequestLogTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Logger LOGGER = Logger.getLogger(SampleResource.class.getName());

    private final Lines lines = new Lines();

    @Inject
    SampleCalls calls;

    @BeforeEach
    void listen() {
        LOGGER.addHandler(lines);
    }

    @AfterEach
    void stopListening() {
        LOGGER.removeHandler(lines);
    }

    @ParameterizedTest
    @ValueSource(strings = {"event-loop", "worker", "after-database"})
    void aLineSaysWhichRequestItWasWhoseAndInWhichDialectOnEveryThread(String where) throws IOException {
        // When
        calls.as("ann")
                .header("X-Request-Id", "request-1." + where)
                .get(SampleCalls.SAMPLES + "/caller/" + where)
                .then()
                .statusCode(200);

        // Then
        JsonNode mdc = onlyLine().path("mdc");
        assertThat(mdc.path("requestId").asText()).isEqualTo("request-1." + where);
        assertThat(mdc.path("principal").asText()).isEqualTo("ann");
        assertThat(mdc.path("dialect").asText()).isEqualTo("NATIVE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"not plausible", "{\"a\":1}", "é"})
    void aNameThatCouldBeTakenForSomethingElseIsReplaced(String sent) throws IOException {
        // When
        calls.as("ann").header("X-Request-Id", sent).get(SampleCalls.SAMPLES + "/caller/event-loop");

        // Then
        assertThat(onlyLine().path("mdc").path("requestId").asText()).matches("[0-9a-f-]{36}");
    }

    @Test
    void aRequestLeavesNothingBehindForTheNextOne() throws IOException {
        // Given
        calls.as("ann").header("X-Request-Id", "first").get(SampleCalls.SAMPLES + "/caller/worker");

        // When
        calls.as("bob").get(SampleCalls.SAMPLES + "/caller/worker");

        // Then
        assertThat(lines.written).hasSize(2);
        JsonNode mdc = JSON.readTree(lines.written.get(1)).path("mdc");
        assertThat(mdc.path("requestId").asText()).isNotEqualTo("first").matches("[0-9a-f-]{36}");
        assertThat(mdc.path("principal").asText()).isEqualTo("bob");
    }

    private JsonNode onlyLine() throws IOException {
        assertThat(lines.written).hasSize(1);
        return JSON.readTree(lines.written.get(0));
    }

    /** What an operator sets for a log collector. */
    public static final class JsonLog implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("slipway.log.json", "true");
        }
    }

    /** The lines that the console would show, kept. */
    private static final class Lines extends Handler {

        private final List<String> written = new CopyOnWriteArrayList<>();
        private final Formatter formatter = Arrays.stream(InitialConfigurator.DELAYED_HANDLER.getHandlers())
                .filter(ConsoleHandler.class::isInstance)
                .map(Handler::getFormatter)
                .findFirst()
                .orElseThrow();

        @Override
        public void publish(LogRecord line) {
            written.add(formatter.format(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
