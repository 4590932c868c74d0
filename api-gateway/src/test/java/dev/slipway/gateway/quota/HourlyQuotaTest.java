package dev.slipway.gateway.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.dialects.ApiClass;
import dev.slipway.gateway.GatewayTest;
import dev.slipway.kit.db.Database;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several replicas on a real PostgreSQL. */
@QuarkusTest
class HourlyQuotaTest extends GatewayTest {

    @Inject
    Database database;

    @Inject
    QuotaLimits limits;

    private final List<Replica> started = new ArrayList<>();

    @BeforeEach
    void withinOneHour() {
        stayWithinOneHour();
    }

    @AfterEach
    void stopReplicas() {
        started.forEach(Replica::stop);
    }

    @Test
    void calls_at_once_through_three_replicas_never_exceed_the_limit_and_reach_99_of_100_of_it() {
        // Given
        List<Replica> replicas = replicas(3);
        QuotaSubject subject = subject(1_000);
        List<Uni<QuotaDecision>> calls = IntStream.range(0, 1_300)
                .mapToObj(i -> replicas.get(i % 3).quota().take(subject))
                .toList();

        // When
        List<QuotaDecision> decisions =
                Uni.join().all(calls).andFailFast().await().atMost(LIMIT);

        // Then
        long granted = decisions.stream().filter(QuotaDecision::granted).count();
        assertThat(granted).isBetween(990L, 1_000L);
        assertThat(decisions)
                .filteredOn(decision -> !decision.granted())
                .hasSize((int) (1_300 - granted))
                .allSatisfy(refused -> {
                    assertThat(refused.remaining()).isZero();
                    assertThat(refused.secondsToReset()).isBetween(1L, 3600L);
                });
    }

    @Test
    void one_after_another_through_four_replicas_what_remains_never_rises_in_one_and_the_rest_can_be_had_from_any() {
        // Given
        List<Replica> replicas = replicas(4);
        QuotaSubject subject = subject(1_000);
        long granted = 0;
        for (Replica replica : replicas) {
            long last = Long.MAX_VALUE;
            for (int i = 0; i < 150; i++) {
                QuotaDecision decision = replica.call(subject);
                assertThat(decision.remaining()).isLessThanOrEqualTo(last);
                last = decision.remaining();
                granted += decision.granted() ? 1 : 0;
            }
        }

        // When
        while (replicas.get(0).call(subject).granted()) {
            granted++;
        }

        // Then
        assertThat(granted).isBetween(990L, 1_000L);
    }

    @Test
    void what_another_replica_gives_back_is_let_through_a_second_later() {
        // Given
        List<Replica> replicas = replicas(2);
        QuotaSubject subject = subject(10_000);
        IntStream.range(0, 200).forEach(i -> replicas.get(1).call(subject));
        long granted = 200;
        while (replicas.get(0).call(subject).granted()) {
            granted++;
        }
        assertThat(granted).isBetween(9_900L, 9_999L);

        // When
        replicas.get(1).stop();

        // Then
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(replicas.get(0).call(subject).granted()).isTrue());
        granted++;
        while (replicas.get(0).call(subject).granted()) {
            granted++;
        }
        assertThat(granted).isEqualTo(10_000);
    }

    @Test
    void a_replica_that_is_stopped_and_started_again_goes_on_exactly_where_it_ended() {
        // Given
        QuotaSubject subject = subject(50_000);
        Replica before = Replica.start(database, limits);
        IntStream.range(0, 1_000).forEach(i -> before.call(subject));
        before.stop();

        // When
        QuotaDecision after = replicas(1).get(0).call(subject);

        // Then
        assertThat(after.remaining()).isEqualTo(50_000 - 1_001);
        assertThat(before.metric("slipway.gateway.quota.leased") - before.metric("slipway.gateway.quota.given.back"))
                .isEqualTo(1_000);
    }

    @Test
    void a_replica_that_is_killed_costs_at_most_what_it_had_leased() {
        // Given
        QuotaSubject subject = subject(50_000);
        Replica killed = Replica.start(database, limits);
        IntStream.range(0, 1_000).forEach(i -> killed.call(subject));

        // When
        QuotaDecision after = replicas(1).get(0).call(subject);

        // Then
        long mostLost = LeaseSize.most(50_000, 1);
        assertThat(mostLost).isEqualTo(500);
        assertThat(after.remaining()).isBetween(50_000 - 1_001 - mostLost, 50_000 - 1_001L);
        killed.stop();
    }

    @Test
    void a_lease_that_is_idle_is_given_back_and_one_that_is_used_is_kept() {
        // Given
        Replica replica = replicas(1).get(0);
        QuotaSubject idle = subject(50_000);
        QuotaSubject used = subject(50_000);
        IntStream.range(0, 300).forEach(i -> replica.call(idle));
        assertThat(granted(idle)).isGreaterThan(300);

        // When
        await().atMost(LIMIT).untilAsserted(() -> {
            replica.call(used);
            replica.quota().giveBackIdle().await().atMost(LIMIT);
            assertThat(granted(idle)).isEqualTo(300);
        });

        // Then
        assertThat(replica.call(idle).remaining()).isEqualTo(50_000 - 301);
        IntStream.range(0, 10).forEach(i -> replica.call(used));
        assertThat(granted(used)).isGreaterThan(50_000 - replica.call(used).remaining());
    }

    @Test
    void calls_that_go_on_are_served_without_asking_and_without_waiting() {
        // Given
        Replica replica = replicas(1).get(0);
        QuotaSubject subject = subject(1_000_000);
        IntStream.range(0, 10_000).forEach(i -> replica.call(subject));
        long before = replica.statements();

        // When
        IntStream.range(0, 50_000).forEach(i -> replica.call(subject));

        // Then
        assertThat(replica.statements() - before).isBetween(20L, 60L);
    }

    @Test
    void calls_that_wait_at_once_share_a_statement() {
        // Given
        Replica replica = replicas(1).get(0);
        QuotaSubject subject = subject(90);
        List<Uni<QuotaDecision>> calls =
                Stream.generate(() -> replica.quota().take(subject)).limit(80).toList();

        // When
        List<QuotaDecision> decisions =
                Uni.join().all(calls).andFailFast().await().atMost(LIMIT);

        // Then
        assertThat(decisions).allMatch(QuotaDecision::granted);
        assertThat(decisions.stream().map(QuotaDecision::remaining)).doesNotHaveDuplicates();
        assertThat(replica.statements()).isLessThan(40);
    }

    @Test
    void a_quota_that_is_used_up_is_asked_for_again_about_once_a_second_however_many_calls_come() {
        // Given
        Replica replica = replicas(1).get(0);
        QuotaSubject subject = subject(5);
        IntStream.range(0, 5).forEach(i -> replica.call(subject));
        long before = replica.statements();
        long begin = System.nanoTime();

        // When
        List<QuotaDecision> decisions =
                IntStream.range(0, 20_000).mapToObj(i -> replica.call(subject)).toList();

        // Then
        long seconds = (System.nanoTime() - begin) / 1_000_000_000;
        assertThat(decisions).noneMatch(QuotaDecision::granted).allMatch(refused -> refused.remaining() == 0);
        assertThat(replica.statements() - before).isLessThanOrEqualTo(seconds + 2);
    }

    @Test
    void a_token_with_a_limit_of_its_own_is_counted_apart_and_by_that() {
        // Given
        Replica replica = replicas(1).get(0);
        String id = UUID.randomUUID().toString();
        QuotaSubject builds = QuotaSubject.ofToken(id, ApiClass.BUILD, 2);
        QuotaSubject deploys = QuotaSubject.ofToken(id, ApiClass.DEPLOY, 0);

        // When
        List<QuotaDecision> decisions =
                IntStream.range(0, 3).mapToObj(i -> replica.call(builds)).toList();
        QuotaDecision forbidden = replica.call(deploys);

        // Then
        assertThat(decisions).extracting(QuotaDecision::granted).containsExactly(true, true, false);
        assertThat(decisions).extracting(QuotaDecision::remaining).containsExactly(1L, 0L, 0L);
        assertThat(decisions).extracting(QuotaDecision::limit).containsOnly(2L);
        assertThat(forbidden.granted()).isFalse();
        assertThatThrownBy(() -> QuotaSubject.ofToken(id, ApiClass.READ, -1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_limit_that_is_lowered_holds_for_what_has_been_used_and_one_that_is_raised_gives_the_rest() {
        // Given
        Replica replica = replicas(1).get(0);
        String id = UUID.randomUUID().toString();
        IntStream.range(0, 10).forEach(i -> replica.call(QuotaSubject.ofToken(id, ApiClass.READ, 20)));

        // When
        QuotaDecision lowered = replica.call(QuotaSubject.ofToken(id, ApiClass.READ, 5));
        QuotaDecision raised = replica.call(QuotaSubject.ofToken(id, ApiClass.READ, 40));

        // Then
        assertThat(lowered.granted()).isFalse();
        assertThat(raised.granted()).isTrue();
        assertThat(raised.remaining()).isEqualTo(40 - 11);
    }

    @Test
    void a_lease_that_comes_too_late_for_who_has_waited_is_given_back() {
        // Given
        Replica replica = replicas(1).get(0);
        QuotaSubject subject = subject(50_000);
        replica.call(subject);
        SqlConnection other = pool.getConnection().await().atMost(LIMIT);
        other.query("BEGIN").execute().await().atMost(LIMIT);
        other.preparedQuery("SELECT 1 FROM quota_window WHERE subject = $1 FOR UPDATE")
                .execute(Tuple.of(subject.key()))
                .await()
                .atMost(LIMIT);

        // When
        Throwable failure = replica.quota()
                .take(subject)
                .map(decision -> (Throwable) null)
                .onFailure()
                .recoverWithItem(thrown -> thrown)
                .await()
                .atMost(LIMIT);
        other.query("COMMIT").execute().await().atMost(LIMIT);
        other.close().await().atMost(LIMIT);

        // Then
        assertThat(failure).isNotNull();
        assertThat(HourlyQuota.isUnavailable(failure)).isTrue();
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(replica.metric("slipway.gateway.quota.given.back"))
                        .isPositive());
        await().atMost(LIMIT).until(replica::isReachableAfterBeat);
        assertThat(replica.call(subject).remaining()).isEqualTo(50_000 - 2);
    }

    @Test
    void hours_that_are_over_are_swept_away() {
        // Given
        Replica replica = replicas(1).get(0);
        QuotaSubject old = subject(10);
        QuotaSubject running = subject(10);
        replica.call(old);
        replica.call(running);
        sql("UPDATE quota_window SET window_start = window_start - interval '3 hours' WHERE subject = $1", old.key());

        // When
        int swept = new QuotaRetention().deletePortion(pool).await().atMost(LIMIT);

        // Then
        assertThat(swept).isPositive();
        assertThat(rows(old)).isZero();
        assertThat(rows(running)).isEqualTo(1);
    }

    private List<Replica> replicas(int count) {
        List<Replica> replicas = Stream.generate(() -> Replica.start(database, limits))
                .limit(count)
                .toList();
        replicas.forEach(Replica::beat);
        started.addAll(replicas);
        return replicas;
    }

    private static QuotaSubject subject(long limit) {
        return QuotaSubject.ofToken(UUID.randomUUID().toString(), ApiClass.READ, limit);
    }

    private long granted(QuotaSubject subject) {
        return number("SELECT granted FROM quota_window WHERE subject = $1", subject);
    }

    private long rows(QuotaSubject subject) {
        return number("SELECT count(*) FROM quota_window WHERE subject = $1", subject);
    }

    private long number(String query, QuotaSubject subject) {
        return pool.preparedQuery(query)
                .execute(Tuple.of(subject.key()))
                .await()
                .atMost(LIMIT)
                .iterator()
                .next()
                .getLong(0);
    }
}
