package dev.slipway.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.gateway.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class AuditRecordTest extends GatewayTest {

    @Inject
    AuditTable table;

    @Inject
    AuditRetention retention;

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "UPDATE audit_event SET principal = 'somebody else'",
                "DELETE FROM audit_event",
                "TRUNCATE audit_event",
                "UPDATE TODAY SET outcome = 'succeeded'",
                "DELETE FROM TODAY",
                "TRUNCATE TODAY"
            })
    void a_line_cannot_be_changed_or_removed(String statement) {
        // Given
        String principal = principal();
        insert(SampleEvents.by(principal));
        String today = "audit_event_" + DateTimeFormatter.BASIC_ISO_DATE.format(LocalDate.now(ZoneOffset.UTC));

        // Then
        assertThatThrownBy(() -> sql(statement.replace("TODAY", today))).hasMessageContaining("append-only");
        assertThat(count(principal)).isEqualTo(1);
    }

    @Test
    void a_batch_whose_answer_was_lost_is_written_again_and_recorded_once() {
        // Given
        String principal = principal();
        List<AuditEvent> batch = List.of(SampleEvents.by(principal), SampleEvents.by(principal));
        table.insert(batch).await().atMost(LIMIT);

        // When
        table.insert(batch).await().atMost(LIMIT);

        // Then
        assertThat(count(principal)).isEqualTo(2);
    }

    @Test
    void days_that_have_outlived_their_time_are_dropped_and_the_rest_is_kept() {
        // Given
        String old = principal();
        String young = principal();
        insert(SampleEvents.at(Instant.now().minus(Duration.ofDays(95)), old));
        insert(SampleEvents.at(Instant.now().minus(Duration.ofDays(92)), old));
        insert(SampleEvents.at(Instant.now().minus(Duration.ofDays(89)), young));

        // When
        int dropped = clean() + clean() + clean();

        // Then
        assertThat(dropped).isEqualTo(2);
        assertThat(count(old)).isZero();
        assertThat(count(young)).isEqualTo(1);
    }

    @Test
    void a_line_of_a_day_whose_partition_has_been_dropped_meanwhile_gets_a_new_one() {
        // Given
        String principal = principal();
        AuditEvent event = SampleEvents.at(Instant.now().minus(Duration.ofDays(400)), principal);
        insert(SampleEvents.at(event.at(), principal()));
        clean();

        // When
        assertThatThrownBy(() -> insert(event))
                .satisfies(failure -> assertThat(AuditTable.isPassing(failure)).isTrue());
        insert(event);

        // Then
        assertThat(count(principal)).isEqualTo(1);
        clean();
    }

    @Test
    void partitions_of_the_next_days_are_made_ahead() {
        // When
        clean();

        // Then
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        for (int ahead = 0; ahead <= 3; ahead++) {
            String name = "audit_event_" + DateTimeFormatter.BASIC_ISO_DATE.format(today.plusDays(ahead));
            assertThat(number("SELECT count(*) FROM pg_class WHERE relname = $1 AND relispartition", name))
                    .as(name)
                    .isEqualTo(1);
        }
    }

    private void insert(AuditEvent event) {
        table.insert(List.of(event)).await().atMost(LIMIT);
    }

    private int clean() {
        return retention.deletePortion(pool).await().atMost(LIMIT);
    }

    private long count(String principal) {
        return number("SELECT count(*) FROM audit_event WHERE principal = $1", principal);
    }

    private long number(String statement, String parameter) {
        return pool.preparedQuery(statement)
                .execute(Tuple.of(parameter))
                .await()
                .atMost(LIMIT)
                .iterator()
                .next()
                .getLong(0);
    }

    private static String principal() {
        return "p-" + UUID.randomUUID();
    }
}
