package dev.slipway.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.gateway.GatewayTest;
import dev.slipway.testkit.InjectServers;
import dev.slipway.testkit.TestServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AuditLogTest extends GatewayTest {

    private static final Duration SOON = Duration.ofMillis(10);

    @InjectServers
    TestServers servers;

    @Inject
    Vertx vertx;

    @Inject
    AuditTable table;

    @Inject
    AuditTrail trail;

    @Inject
    AuditLog applicationLog;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final String principal = "p-" + UUID.randomUUID();
    private boolean stopped;

    @AfterEach
    void startPostgresAgain() {
        if (stopped) {
            startPostgres();
        }
    }

    private void startPostgres() {
        servers.startPostgres();
        stopped = false;
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(
                                post("/v1/build-flows/7/builds", ADMIN, "{}").statusCode())
                        .isEqualTo(200));
    }

    @Test
    void many_lines_at_once_are_all_written() {
        // Given
        AuditLog log = log(10_000);

        // When
        for (int i = 0; i < 2_345; i++) {
            log.record(SampleEvents.by(principal));
        }
        log.flushed().await().atMost(LIMIT);

        // Then
        assertThat(recordedCalls()).hasSize(2_345);
        assertThat(metrics.get("slipway.gateway.audit.unwritten").gauge().value())
                .isZero();
    }

    @Test
    void lines_wait_while_postgresql_is_away_and_what_finds_no_room_is_counted() {
        // Given
        AuditLog log = log(3);
        servers.postgres().close();
        stopped = true;

        // When
        for (int i = 0; i < 5; i++) {
            log.record(SampleEvents.by(principal));
        }

        // Then
        assertThat(metrics.get("slipway.gateway.audit.lost").counter().count()).isEqualTo(2);
        assertThat(metrics.get("slipway.gateway.audit.unwritten").gauge().value())
                .isEqualTo(3);

        // When
        startPostgres();
        log.flushed().await().atMost(LIMIT);

        // Then
        assertThat(recordedCalls()).containsExactly(1L, 1L, 1L);
    }

    @Test
    void the_end_of_the_gateway_waits_for_what_is_not_written_yet() {
        // Given
        applicationLog.record(SampleEvents.by(principal));

        // When
        trail.stop(new ShutdownEvent());

        // Then
        assertThat(recordedCalls()).containsExactly(1L);
    }

    @Test
    void a_refusal_is_recorded_at_once_and_its_repeats_as_one_line_at_the_end_of_the_minute() {
        // Given
        AuditLog log = log(10_000);
        RepeatedRefusals refusals = new RepeatedRefusals(vertx, log, 100);

        // When
        for (int i = 0; i < 1_000; i++) {
            refusals.record(SampleEvents.denied(principal, "192.0.2.1"));
        }
        log.flushed().await().atMost(LIMIT);

        // Then
        assertThat(recordedCalls()).containsExactly(1L);

        // When
        refusals.endMinute();
        refusals.endMinute();
        log.flushed().await().atMost(LIMIT);

        // Then
        assertThat(recordedCalls()).containsExactlyInAnyOrder(1L, 999L);
    }

    @Test
    void a_flood_from_everywhere_adds_a_bounded_number_of_lines_that_count_every_call() {
        // Given
        AuditLog log = log(10_000);
        RepeatedRefusals refusals = new RepeatedRefusals(vertx, log, 10);
        long othersBefore = callsOfOthers();

        // When
        for (int i = 0; i < 5_000; i++) {
            refusals.record(SampleEvents.denied(principal, "192.0.2." + i % 250));
        }
        refusals.endMinute();
        log.flushed().await().atMost(LIMIT);

        // Then
        List<Long> own = recordedCalls();
        assertThat(own).hasSize(20);
        long counted = own.stream().mapToLong(Long::longValue).sum();
        assertThat(counted + callsOfOthers() - othersBefore).isEqualTo(5_000);
    }

    private AuditLog log(int capacity) {
        return new AuditLog(vertx, table, metrics, capacity, SOON);
    }

    /** How many calls each line of this test stands for. */
    private List<Long> recordedCalls() {
        return StreamSupport.stream(
                        pool.preparedQuery("SELECT calls FROM audit_event WHERE principal = $1")
                                .execute(Tuple.of(principal))
                                .await()
                                .atMost(LIMIT)
                                .spliterator(),
                        false)
                .map(row -> row.getLong(0))
                .toList();
    }

    private long callsOfOthers() {
        return pool.query("SELECT coalesce(sum(calls), 0)::bigint FROM audit_event WHERE principal = '*'")
                .execute()
                .await()
                .atMost(LIMIT)
                .iterator()
                .next()
                .getLong(0);
    }
}
