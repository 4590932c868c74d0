package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.embedded.EmbeddedKafka;
import dev.slipway.embedded.EmbeddedPostgres;
import dev.slipway.embedded.FileTrees;
import dev.slipway.embedded.KafkaOptions;
import dev.slipway.embedded.PostgresAdministration;
import dev.slipway.embedded.PostgresOptions;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as {@code .ci/run} runs it has servers of its own and leaves nothing; here it is given servers, and is kept. */
class DemoIT {

    private static final String DATABASE = "platform";

    @TempDir
    private Path folder;

    @Test
    void everyStepHoldsOnServersThatExistAndTheSuiteIsKept() throws Exception {
        SuiteUnderTest suite = SuiteUnderTest.make("demo-");
        PostgresOptions serverOptions = PostgresOptions.in(
                SlipwayScript.root().resolve(".slipway").resolve("runtime"), folder.resolve("postgres"));
        KafkaOptions brokerOptions = KafkaOptions.in(folder.resolve("kafka"))
                .withPasswords(Map.of(EmbeddedKafka.ADMINISTRATOR, "admin-secret", "slipway", "slipway-secret"));
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(serverOptions);
                EmbeddedKafka kafka = EmbeddedKafka.start(brokerOptions)) {
            PostgresAdministration administrator = postgres.administration();
            administrator.createDatabase(DATABASE);
            Map<String, String> environment = Map.of(
                    "SLIPWAY_POSTGRES_USER",
                    administrator.user(),
                    "SLIPWAY_POSTGRES_PASSWORD",
                    administrator.password(),
                    "SLIPWAY_KAFKA_USER",
                    "slipway",
                    "SLIPWAY_KAFKA_PASSWORD",
                    "slipway-secret");

            // When
            SlipwayScript.Outcome outcome = SlipwayScript.run(
                    environment,
                    "demo",
                    "--keep",
                    "--port",
                    Integer.toString(suite.port()),
                    "--data",
                    suite.data().toString(),
                    "--postgres",
                    administrator.url(DATABASE),
                    "--kafka",
                    kafka.bootstrap());
            JsonNode kept = suite.status();
            SlipwayScript.Outcome down = suite.slipway("down");

            // Then
            assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
            assertThat(outcome.out()).contains("Hello, Slipway!").contains("signature verified");
            List<String> services = Collections.nCopies(SuiteUnderTest.PROCESSES - 2, "READY");
            assertThat(kept.findValuesAsText("state"))
                    .startsWith("EXTERNAL", "EXTERNAL")
                    .endsWith(services.toArray(String[]::new));
            assertThat(down.out()).isEqualTo("Stopped\n");
            assertThat(suite.commandLines()).isEmpty();
            assertThat(postgres.isAlive()).isTrue();
            assertThat(kafka.isAlive()).isTrue();
        }
        FileTrees.delete(suite.data());
    }
}
