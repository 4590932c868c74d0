package dev.slipway.gateway.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BurstLimitTest {

    private static final BurstClient TOKEN = new BurstClient(QuotaSubject.Kind.TOKEN, "7");
    private static final BurstClient OTHER_TOKEN = new BurstClient(QuotaSubject.Kind.TOKEN, "8");
    private static final BurstClient ADDRESS = BurstClient.ofAddress("192.0.2.1");

    private final AtomicLong clock = new AtomicLong();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @Test
    void a_client_may_call_as_often_at_once_as_its_burst_and_then_at_its_rate() {
        // Given
        BurstLimit limit = limit(settings(10, 30, 0, 0));

        // When
        int atOnce = granted(limit, TOKEN, 100);
        BurstDecision refused = limit.take(TOKEN);
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        int aSecondLater = granted(limit, TOKEN, 100);
        clock.addAndGet(Duration.ofMinutes(1).toNanos());
        int aMinuteLater = granted(limit, TOKEN, 100);

        // Then
        assertThat(atOnce).isEqualTo(30);
        assertThat(refused).isEqualTo(new BurstDecision(false, 10, 30, 1));
        assertThat(aSecondLater).isEqualTo(10);
        assertThat(aMinuteLater).isEqualTo(30);
        assertThat(metrics.counter("slipway.gateway.burst.refused", "client", "token")
                        .count())
                .isEqualTo(70 + 1 + 90 + 70);
    }

    @Test
    void clients_do_not_slow_each_other_and_addresses_have_a_limit_of_their_own() {
        // Given
        BurstLimit limit = limit(settings(1, 3, 1, 2));

        // When
        int one = granted(limit, TOKEN, 10);
        int other = granted(limit, OTHER_TOKEN, 10);
        int address = granted(limit, ADDRESS, 10);

        // Then
        assertThat(one).isEqualTo(3);
        assertThat(other).isEqualTo(3);
        assertThat(address).isEqualTo(2);
    }

    @Test
    void a_rate_of_0_is_no_limit() {
        // Given
        BurstLimit limit = limit(settings(0, 1, 0, 0));

        // When
        int granted = granted(limit, TOKEN, 10_000) + granted(limit, ADDRESS, 10_000);

        // Then
        assertThat(granted).isEqualTo(20_000);
    }

    private BurstLimit limit(BurstSettings settings) {
        return new BurstLimit(settings, metrics, new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return clock.get();
            }

            @Override
            public boolean isWallClockBased() {
                return false;
            }
        });
    }

    private static int granted(BurstLimit limit, BurstClient client, int calls) {
        return (int) IntStream.range(0, calls)
                .filter(i -> limit.take(client).granted())
                .count();
    }

    private static BurstSettings settings(long tokenRate, long tokenBurst, long addressRate, long addressBurst) {
        return new BurstSettings() {
            @Override
            public Token token() {
                return new Token() {
                    @Override
                    public long perSecond() {
                        return tokenRate;
                    }

                    @Override
                    public long burst() {
                        return tokenBurst;
                    }
                };
            }

            @Override
            public Address address() {
                return new Address() {
                    @Override
                    public long perSecond() {
                        return addressRate;
                    }

                    @Override
                    public long burst() {
                        return addressBurst;
                    }
                };
            }
        };
    }
}
