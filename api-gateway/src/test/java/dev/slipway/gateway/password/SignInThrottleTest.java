package dev.slipway.gateway.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.dialects.ErrorCode;
import dev.slipway.kit.error.SlipwayException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SignInThrottleTest {

    private final AtomicLong clock = new AtomicLong();
    private final SignInThrottle throttle = new SignInThrottle(clock::get);

    @Test
    void a_few_typing_errors_cost_nothing() {
        // When
        for (int i = 0; i < 4; i++) {
            throttle.wrong("10.0.0.1", "ada");
        }

        // Then
        assertThat(throttle.turn("10.0.0.1", "ada")).isZero();
    }

    @Test
    void an_address_that_goes_on_guessing_waits_longer_and_longer_and_is_then_refused() {
        // Given
        fail("10.0.0.1", "ada", 5);

        // When
        Duration first = throttle.turn("10.0.0.1", "u1");
        Duration second = throttle.turn("10.0.0.1", "u2");
        Duration third = throttle.turn("10.0.0.1", "u3");

        // Then
        assertThat(first).isZero();
        assertThat(second).isEqualTo(Duration.ofSeconds(2));
        assertThat(third).isEqualTo(Duration.ofSeconds(4));
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 10; i++) {
                        throttle.turn("10.0.0.1", "u" + i);
                    }
                })
                .isInstanceOfSatisfying(
                        SlipwayException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED));
    }

    @Test
    void an_address_that_was_refused_gets_its_turn_again() {
        // Given
        fail("10.0.0.1", "ada", 5);
        for (int i = 0; i < 6; i++) {
            throttle.turn("10.0.0.1", "u" + i);
        }

        // When
        pass(Duration.ofSeconds(13));

        // Then
        assertThat(throttle.turn("10.0.0.1", "ada")).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void a_login_that_strangers_guess_at_is_slowed_but_never_refused() {
        // Given
        for (int i = 0; i < 1000; i++) {
            throttle.wrong("10.1.0." + i, "ada");
        }

        // When
        Duration longest = Duration.ZERO;
        for (int i = 0; i < 1000; i++) {
            Duration wait = throttle.turn("10.2.0." + i, "ada");
            longest = wait.compareTo(longest) > 0 ? wait : longest;
        }

        // Then
        assertThat(longest).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void the_owner_does_not_wait_where_it_has_signed_in_before() {
        // Given
        throttle.right("10.0.0.7", "ada");
        for (int i = 0; i < 1000; i++) {
            throttle.wrong("10.1.0." + i, "ada");
            throttle.turn("10.1.0." + i, "ada");
        }

        // Then
        assertThat(throttle.turn("10.0.0.7", "ada")).isZero();
        assertThat(throttle.turn("10.0.0.8", "ada")).isPositive();
    }

    @Test
    void what_was_wrong_is_forgotten_after_a_while() {
        // Given
        fail("10.0.0.1", "ada", 50);

        // When
        pass(Duration.ofMinutes(16));

        // Then
        assertThat(throttle.turn("10.0.0.1", "ada")).isZero();
        assertThat(throttle.turn("10.0.0.1", "ada")).isZero();
    }

    private void fail(String address, String login, int times) {
        for (int i = 0; i < times; i++) {
            throttle.wrong(address, login);
        }
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }
}
