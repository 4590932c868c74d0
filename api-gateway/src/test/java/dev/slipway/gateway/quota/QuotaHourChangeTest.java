package dev.slipway.gateway.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.dialects.ApiClass;
import dev.slipway.gateway.GatewayTest;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.outbox.OutboxSignal;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The change of the hour on a real PostgreSQL. Its clock cannot be set, but the function that reads it can stand behind another of the same name: these
 * replicas' connections look into our schema first.
 */
@QuarkusTest
class QuotaHourChangeTest extends GatewayTest {

    private static final int CALLS_PER_HOUR = 1_000;
    private static final int CALLERS = 4;

    @Inject
    Vertx vertx;

    @Inject
    QuotaLimits limits;

    @Inject
    OutboxSignal outboxSignal;

    @ConfigProperty(name = "quarkus.datasource.reactive.url")
    String url;

    @ConfigProperty(name = "quarkus.datasource.username")
    String user;

    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    private Pool shifted;

    @BeforeEach
    void shiftTheClock() {
        sql("CREATE TABLE clock_shift (by_how_much interval NOT NULL)");
        sql("INSERT INTO clock_shift VALUES ('0')");
        sql("""
            CREATE FUNCTION gateway.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE
            RETURN pg_catalog.clock_timestamp() + (SELECT by_how_much FROM gateway.clock_shift)
            """);
        PgConnectOptions options = PgConnectOptions.fromUri(url)
                .setUser(user)
                .setPassword(password)
                .addProperty("search_path", "gateway,pg_catalog");
        shifted = Pool.newInstance(PgBuilder.pool()
                .connectingTo(options)
                .with(new PoolOptions().setMaxSize(8))
                .using(vertx)
                .build());
    }

    @AfterEach
    void setTheClockRight() {
        shifted.close().await().atMost(LIMIT);
        sql("DROP FUNCTION gateway.clock_timestamp()");
        sql("DROP TABLE clock_shift");
    }

    @Test
    void neither_hour_has_more_calls_than_its_limit_when_all_replicas_are_called_all_the_time()
            throws InterruptedException, ExecutionException {
        // Given
        Database database = new Database(shifted, outboxSignal);
        List<Replica> replicas = List.of(Replica.start(database, limits), Replica.start(database, limits));
        QuotaSubject subject = QuotaSubject.ofToken(UUID.randomUUID().toString(), ApiClass.READ, CALLS_PER_HOUR);
        sql("""
            UPDATE clock_shift SET by_how_much = date_trunc('hour', pg_catalog.clock_timestamp(), 'UTC') + interval '1 hour'
                                                 - interval '3 seconds' - pg_catalog.clock_timestamp()
            """);
        long before = System.nanoTime();
        long leftNanos = leftNanos();
        long overAtTheEarliest = before + leftNanos;
        long overAtTheLatest = System.nanoTime() + leftNanos;
        long end = overAtTheLatest + TimeUnit.SECONDS.toNanos(3);

        // When
        List<Call> calls = callUntil(end, replicas, subject);

        // Then
        List<Call> granted =
                calls.stream().filter(call -> call.decision().granted()).toList();
        assertThat(granted.stream().filter(call -> call.afterNanos() - overAtTheEarliest < 0))
                .hasSizeBetween(CALLS_PER_HOUR * 99 / 100, CALLS_PER_HOUR);
        assertThat(granted.stream().filter(call -> call.beforeNanos() - overAtTheLatest > 0))
                .hasSizeBetween(CALLS_PER_HOUR * 99 / 100, CALLS_PER_HOUR);
        assertThat(granted.stream().map(call -> call.decision().resetEpochSeconds()))
                .as("the hours that were seen")
                .containsOnly(
                        granted.get(0).decision().resetEpochSeconds(),
                        granted.get(0).decision().resetEpochSeconds() + 3600);
        replicas.forEach(Replica::stop);
    }

    @Test
    void what_was_leased_in_an_hour_is_not_used_in_the_next() {
        // Given
        Database database = new Database(shifted, outboxSignal);
        Replica replica = Replica.start(database, limits);
        QuotaSubject subject = QuotaSubject.ofToken(UUID.randomUUID().toString(), ApiClass.READ, 50_000);
        sql("""
            UPDATE clock_shift SET by_how_much = date_trunc('hour', pg_catalog.clock_timestamp(), 'UTC') + interval '1 hour'
                                                 - interval '1 second' - pg_catalog.clock_timestamp()
            """);
        QuotaDecision last = replica.call(subject);
        long hour = last.resetEpochSeconds();

        // When
        QuotaDecision decision = last;
        while (decision.resetEpochSeconds() == hour) {
            last = decision;
            decision = replica.call(subject);
        }

        // Then
        assertThat(last.secondsToReset()).isEqualTo(1);
        assertThat(decision.resetEpochSeconds()).isEqualTo(hour + 3600);
        assertThat(decision.remaining()).isEqualTo(50_000 - 1);
        replica.stop();
    }

    /** A call with the times before it was made and after it was decided. */
    record Call(long beforeNanos, long afterNanos, QuotaDecision decision) {}

    private static List<Call> callUntil(long end, List<Replica> replicas, QuotaSubject subject)
            throws InterruptedException, ExecutionException {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try {
            List<Future<List<Call>>> results = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                Replica replica = replicas.get(i % replicas.size());
                results.add(callers.submit(() -> {
                    List<Call> calls = new ArrayList<>();
                    while (System.nanoTime() - end < 0) {
                        long before = System.nanoTime();
                        QuotaDecision decision = replica.call(subject);
                        Call call = new Call(before, System.nanoTime(), decision);
                        // Millions are refused.
                        if (decision.granted()) {
                            calls.add(call);
                        } else {
                            Thread.onSpinWait();
                        }
                    }
                    return calls;
                }));
            }
            List<Call> all = new ArrayList<>();
            for (Future<List<Call>> result : results) {
                all.addAll(result.get());
            }
            return all;
        } finally {
            callers.shutdownNow();
        }
    }

    private long leftNanos() {
        return shifted.query(
                                "SELECT (extract(epoch FROM date_trunc('hour', clock_timestamp(), 'UTC') + interval '1 hour' - clock_timestamp())"
                                        + " * 1000000)::bigint")
                        .execute()
                        .await()
                        .atMost(LIMIT)
                        .iterator()
                        .next()
                        .getLong(0)
                * 1_000;
    }
}
