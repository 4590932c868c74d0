package dev.slipway.gateway.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.gateway.quota.QuotaWorld.Fate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;

class QuotaLeaseProperties {

    private static final long START = 1_000_000 * QuotaWorld.HOUR_NANOS;

    /** Something that happens to one replica. */
    record Step(What what, int replica, int times, long millis, Fate fate) {}

    enum What {
        CALLS,
        TIME_PASSES,
        IDLE,
        KILLED
    }

    @Property(tries = 300)
    void no_hour_has_more_calls_than_its_limit_whatever_happens(
            @ForAll @LongRange(max = 6_000) long limit,
            @ForAll @LongRange(max = 3_599_999) long startMillis,
            @ForAll @Size(min = 1, max = 4) List<@Scale(4) @DoubleRange(min = 0.9991, max = 1.0009) Double> clockRates,
            @ForAll("steps") List<Step> steps) {
        // Given
        QuotaWorld world = world(limit, startMillis, clockRates);
        int replicas = clockRates.size();
        long firstHour = world.hour();

        for (Step step : steps) {
            // When
            apply(world, step, limit, replicas);

            // Then
            assertThat(world.held()).isBetween(0L, limit / 100);
        }
        for (long hour = firstHour; hour <= world.hour(); hour++) {
            assertThat(world.used(hour)).isLessThanOrEqualTo(limit);
            assertThat(world.letThrough(hour)).isLessThanOrEqualTo(limit);
        }
    }

    @Property(tries = 100)
    void without_a_crash_at_least_99_of_100_are_let_through_by_the_one_replica_that_is_called_at_the_end(
            @ForAll @LongRange(min = 1_000, max = 60_000) long limit,
            @ForAll @IntRange(min = 1, max = 8) int replicas,
            @ForAll @Size(max = 40) List<@IntRange(max = 2_000) Integer> callsByTurns) {
        // Given
        QuotaWorld world = new QuotaWorld(limit, START, rates(replicas));
        long hour = world.hour();
        for (int turn = 0; turn < callsByTurns.size(); turn++) {
            for (int i = 0; i < callsByTurns.get(turn); i++) {
                world.replica(turn).call(0, Fate.HEARD);
            }
        }

        // When
        boolean refused = false;
        while (!refused) {
            refused = !world.replica(0).call(0, Fate.HEARD).granted();
        }

        // Then
        assertThat(world.used(hour)).isBetween((limit * 99 + 99) / 100, limit);
    }

    @Property(tries = 100)
    void with_one_replica_what_remains_is_exact(
            @ForAll @LongRange(min = 1, max = 6_000) long limit, @ForAll("steps") List<Step> steps) {
        // Given
        QuotaWorld world = new QuotaWorld(limit, START, 1.0);

        for (Step step : steps) {
            if (step.what() == What.TIME_PASSES) {
                world.advance(TimeUnit.MILLISECONDS.toNanos(step.millis()));
            }
            if (step.what() == What.IDLE) {
                world.replica(0).giveBack(Fate.HEARD);
            }

            // When
            QuotaDecision decision = world.replica(0).call(0, Fate.HEARD);

            // Then
            assertThat(decision.remaining()).isEqualTo(limit - world.used(world.hour()));
        }
    }

    @Property(tries = 100)
    void the_last_units_of_an_hour_are_only_given_to_calls_that_wait(
            @ForAll @LongRange(max = 6_000) long limit,
            @ForAll @LongRange(max = 6_000) long granted,
            @ForAll @IntRange(max = 50) int waiting,
            @ForAll @IntRange(min = 1, max = 8) int replicas) {
        // Given
        long kept = LeaseSize.kept(replicas);

        // When
        long units = QuotaWorld.grant(limit, granted, waiting, LeaseSize.most(limit, replicas), kept);

        // Then
        assertThat(kept).isEqualTo(20L * replicas);
        if (limit - granted < kept) {
            assertThat(units).isEqualTo(Math.min(waiting, Math.max(0, limit - granted)));
        }
        assertThat(units).isBetween(0L, Math.max(0, limit - granted));
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<What> what = Arbitraries.frequencyOf(
                Tuple.of(10, Arbitraries.just(What.CALLS)),
                Tuple.of(4, Arbitraries.just(What.TIME_PASSES)),
                Tuple.of(2, Arbitraries.just(What.IDLE)),
                Tuple.of(1, Arbitraries.just(What.KILLED)));
        Arbitrary<Fate> fate = Arbitraries.frequencyOf(
                Tuple.of(12, Arbitraries.just(Fate.HEARD)),
                Tuple.of(1, Arbitraries.just(Fate.NEVER_ARRIVED)),
                Tuple.of(1, Arbitraries.just(Fate.NOT_HEARD)));
        return Combinators.combine(
                        what,
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(1, 500),
                        Arbitraries.longs().between(0, 1_500_000),
                        fate)
                .as(Step::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(60);
    }

    private static void apply(QuotaWorld world, Step step, long limit, int replicas) {
        QuotaWorld.Replica replica = world.replica(step.replica());
        switch (step.what()) {
            case CALLS -> {
                // At most 50 ms each way.
                long delayNanos = TimeUnit.MILLISECONDS.toNanos(step.millis() % 50);
                for (int i = 0; i < step.times(); i++) {
                    replica.call(delayNanos, i == 0 ? step.fate() : Fate.HEARD);
                }
            }
            case TIME_PASSES -> world.advance(TimeUnit.MILLISECONDS.toNanos(step.millis()));
            case IDLE -> replica.giveBack(step.fate());
            case KILLED -> assertThat(replica.kill()).isLessThanOrEqualTo(LeaseSize.most(limit, replicas));
        }
    }

    private static QuotaWorld world(long limit, long startMillis, List<Double> clockRates) {
        return new QuotaWorld(
                limit,
                START + TimeUnit.MILLISECONDS.toNanos(startMillis),
                clockRates.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static double[] rates(int replicas) {
        double[] rates = new double[replicas];
        Arrays.fill(rates, 1.0);
        return rates;
    }
}
