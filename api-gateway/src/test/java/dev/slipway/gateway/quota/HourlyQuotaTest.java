package dev.slipway.gateway.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.dialects.ApiClass;
import dev.slipway.gateway.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class HourlyQuotaTest extends GatewayTest {

    private static final int LIMIT_PER_HOUR = 5_000;

    @Inject
    QuotaWindows windows;

    @Inject
    QuotaLimits limits;

    @Test
    void calls_at_once_through_two_replicas_never_exceed_the_limit_and_reach_it() {
        // Given
        QuotaSubject subject = new QuotaSubject("principal:" + UUID.randomUUID(), true, ApiClass.BUILD);
        List<HourlyQuota> replicas = List.of(new HourlyQuota(windows, limits), new HourlyQuota(windows, limits));
        List<Uni<QuotaDecision>> calls = new ArrayList<>();
        IntStream.range(0, LIMIT_PER_HOUR + 500)
                .forEach(i -> calls.add(replicas.get(i % replicas.size()).take(subject)));

        // When
        List<QuotaDecision> decisions =
                Uni.join().all(calls).andFailFast().await().atMost(LIMIT);

        // Then
        assertThat(decisions).filteredOn(QuotaDecision::granted).hasSize(LIMIT_PER_HOUR);
        assertThat(decisions)
                .filteredOn(decision -> !decision.granted())
                .hasSize(500)
                .allSatisfy(refused -> {
                    assertThat(refused.remaining()).isZero();
                    assertThat(refused.retryAfterSeconds()).isBetween(1L, 3600L);
                });
        assertThat(decisions.stream().filter(QuotaDecision::granted).map(QuotaDecision::remaining))
                .doesNotHaveDuplicates();
    }

    @Test
    void a_new_instance_goes_on_where_the_last_one_ended() {
        // Given
        QuotaSubject subject = new QuotaSubject("principal:" + UUID.randomUUID(), true, ApiClass.WRITE);
        new HourlyQuota(windows, limits).take(subject).await().atMost(LIMIT);

        // When
        QuotaDecision after =
                new HourlyQuota(windows, limits).take(subject).await().atMost(LIMIT);

        // Then
        assertThat(after.remaining()).isEqualTo(after.limit() - 2);
    }

    @Test
    void a_statement_that_waited_over_the_hours_end_counts_in_the_newer_hour() {
        // Given
        QuotaSubject subject = new QuotaSubject("principal:" + UUID.randomUUID(), true, ApiClass.READ);
        windows.take(subject, 1).await().atMost(LIMIT);
        sql(
                "UPDATE quota_window SET window_start = window_start + interval '1 hour' WHERE subject = $1",
                subject.key());

        // When
        QuotaWindows.Window window = windows.take(subject, 1).await().atMost(LIMIT);

        // Then
        assertThat(window.used()).isEqualTo(2);
        assertThat(window.resetEpochSeconds() - window.nowEpochSeconds()).isGreaterThan(3600);
    }

    @Test
    void hours_that_are_over_are_swept_away() {
        // Given
        QuotaSubject old = new QuotaSubject("principal:" + UUID.randomUUID(), true, ApiClass.READ);
        QuotaSubject running = new QuotaSubject("principal:" + UUID.randomUUID(), true, ApiClass.READ);
        windows.take(old, 1).await().atMost(LIMIT);
        windows.take(running, 1).await().atMost(LIMIT);
        sql("UPDATE quota_window SET window_start = window_start - interval '3 hours' WHERE subject = $1", old.key());

        // When
        windows.sweep().await().atMost(LIMIT);

        // Then
        assertThat(count(old)).isZero();
        assertThat(count(running)).isEqualTo(1);
    }

    private long count(QuotaSubject subject) {
        return pool.preparedQuery("SELECT count(*) FROM quota_window WHERE subject = $1")
                .execute(io.vertx.mutiny.sqlclient.Tuple.of(subject.key()))
                .await()
                .atMost(LIMIT)
                .iterator()
                .next()
                .getLong(0);
    }
}
