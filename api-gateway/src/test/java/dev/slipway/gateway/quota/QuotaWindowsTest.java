package dev.slipway.gateway.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.slipway.dialects.ApiClass;
import dev.slipway.gateway.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class QuotaWindowsTest extends GatewayTest {

    @Inject
    QuotaWindows windows;

    @BeforeEach
    void withinOneHour() {
        stayWithinOneHour();
    }

    @Test
    void the_database_grants_what_the_arithmetic_of_the_properties_does() {
        // Given
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            long limit = random.nextInt(3_000);
            long granted = random.nextInt(3_500);
            long waiting = random.nextInt(40);
            long ahead = random.nextInt(60);
            long kept = 20L * random.nextInt(4);

            // When
            long units = pool.preparedQuery("SELECT quota_grant($1, $2, $3, $4, $5)")
                    .execute(Tuple.of(limit, granted, waiting, ahead, kept))
                    .await()
                    .atMost(LIMIT)
                    .iterator()
                    .next()
                    .getLong(0);

            // Then
            assertThat(units)
                    .as("limit %d granted %d waiting %d ahead %d kept %d", limit, granted, waiting, ahead, kept)
                    .isEqualTo(QuotaWorld.grant(limit, granted, waiting, ahead, kept));
        }
    }

    @Test
    void leases_add_up_to_the_limit_and_no_further() {
        // Given
        QuotaSubject subject = subject();

        // When
        LeaseGrant first = lease(subject, new LeaseAsk(100, 3, 10, 20));
        LeaseGrant second = lease(subject, new LeaseAsk(100, 0, 1_000, 20));
        LeaseGrant third = lease(subject, new LeaseAsk(100, 5, 1_000, 20));
        LeaseGrant fourth = lease(subject, new LeaseAsk(100, 50, 0, 20));

        // Then
        assertThat(List.of(first.units(), second.units(), third.units(), fourth.units()))
                .containsExactly(13L, 67L, 5L, 15L);
        assertThat(fourth.granted()).isEqualTo(100);
    }

    @Test
    void what_is_given_back_can_be_leased_again_and_only_in_its_own_hour() {
        // Given
        QuotaSubject subject = subject();
        LeaseGrant grant = lease(subject, new LeaseAsk(100, 60, 0, 20));

        // When
        windows.giveBack(List.of(
                        new GivenBack(subject, 10, grant.resetEpochSeconds()),
                        new GivenBack(subject, 30, grant.resetEpochSeconds() - 3600)))
                .await()
                .atMost(LIMIT);

        // Then
        assertThat(lease(subject, new LeaseAsk(100, 1, 0, 20)).granted()).isEqualTo(51);
    }

    @Test
    void an_hour_that_is_over_begins_anew_and_one_that_a_clock_behind_has_not_reached_goes_on() {
        // Given
        QuotaSubject over = subject();
        QuotaSubject ahead = subject();
        lease(over, new LeaseAsk(100, 60, 0, 20));
        LeaseGrant before = lease(ahead, new LeaseAsk(100, 60, 0, 20));
        shift(over, "- interval '1 hour'");
        shift(ahead, "+ interval '1 hour'");

        // When
        LeaseGrant anew = lease(over, new LeaseAsk(100, 1, 0, 20));
        LeaseGrant onward = lease(ahead, new LeaseAsk(100, 1, 0, 20));

        // Then
        assertThat(anew.granted()).isEqualTo(1);
        assertThat(onward.granted()).isEqualTo(61);
        assertThat(onward.resetEpochSeconds()).isEqualTo(before.resetEpochSeconds() + 3600);
    }

    @Test
    void the_hours_end_is_reckoned_from_before_the_statement_and_for_clocks_that_differ() {
        // Given
        long before = System.nanoTime();

        // When
        LeaseGrant grant = lease(subject(), new LeaseAsk(100, 1, 0, 20));

        // Then
        long leftNanos =
                pool.query("SELECT (extract(epoch FROM to_timestamp(%d) - clock_timestamp()) * 1000000)::bigint"
                                        .formatted(grant.resetEpochSeconds()))
                                .execute()
                                .await()
                                .atMost(LIMIT)
                                .iterator()
                                .next()
                                .getLong(0)
                        * 1_000;
        long after = System.nanoTime();
        assertThat(grant.endNanos()).isBetween(before + leftNanos - TimeUnit.SECONDS.toNanos(1), after + leftNanos);
        assertThat(grant.endNanos() - grant.sureUntilNanos())
                .isCloseTo((grant.endNanos() - before) / 1_000, within(TimeUnit.MILLISECONDS.toNanos(10)));
    }

    private LeaseGrant lease(QuotaSubject subject, LeaseAsk ask) {
        return windows.lease(subject, ask).await().atMost(LIMIT);
    }

    private void shift(QuotaSubject subject, String interval) {
        sql("UPDATE quota_window SET window_start = window_start " + interval + " WHERE subject = $1", subject.key());
    }

    private static QuotaSubject subject() {
        return QuotaSubject.ofToken(UUID.randomUUID().toString(), ApiClass.READ, 100);
    }
}
