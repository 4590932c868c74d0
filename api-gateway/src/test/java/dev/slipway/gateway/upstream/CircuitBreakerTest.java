package dev.slipway.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {

    private final AtomicLong now = new AtomicLong();
    private final CircuitBreaker breaker = new CircuitBreaker(now::get);

    @Test
    void a_few_failures_in_a_row_let_requests_through() {
        // When
        fail(CircuitBreaker.FAILURES_TO_OPEN - 1);

        // Then
        assertThat(breaker.isOpen()).isFalse();
        assertThat(breaker.pass()).isTrue();
    }

    @Test
    void many_in_a_row_let_none_through() {
        // When
        fail(CircuitBreaker.FAILURES_TO_OPEN);

        // Then
        assertThat(breaker.isOpen()).isTrue();
        assertThat(breaker.wouldPass()).isFalse();
        assertThat(breaker.pass()).isFalse();
    }

    @Test
    void an_answer_in_between_begins_the_count_anew() {
        // Given
        fail(CircuitBreaker.FAILURES_TO_OPEN - 1);
        breaker.succeeded();

        // When
        fail(CircuitBreaker.FAILURES_TO_OPEN - 1);

        // Then
        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void after_a_second_one_request_tries_and_the_others_wait() {
        // Given
        fail(CircuitBreaker.FAILURES_TO_OPEN);

        // When
        now.addAndGet(CircuitBreaker.OPEN_NANOS);

        // Then
        assertThat(breaker.pass()).isTrue();
        assertThat(breaker.pass()).isFalse();
        assertThat(breaker.isOpen()).isTrue();
    }

    @Test
    void a_trial_that_succeeds_closes_it() {
        // Given
        fail(CircuitBreaker.FAILURES_TO_OPEN);
        now.addAndGet(CircuitBreaker.OPEN_NANOS);
        breaker.pass();

        // When
        breaker.succeeded();

        // Then
        assertThat(breaker.isOpen()).isFalse();
        assertThat(breaker.pass()).isTrue();
    }

    @Test
    void a_trial_that_fails_keeps_it_open_for_another_second() {
        // Given
        fail(CircuitBreaker.FAILURES_TO_OPEN);
        now.addAndGet(CircuitBreaker.OPEN_NANOS);
        breaker.pass();

        // When
        fail(1);

        // Then
        now.addAndGet(CircuitBreaker.OPEN_NANOS - 1);
        assertThat(breaker.pass()).isFalse();
        now.addAndGet(1);
        assertThat(breaker.pass()).isTrue();
    }

    @Test
    void a_trial_without_an_outcome_is_followed_by_another() {
        // Given
        fail(CircuitBreaker.FAILURES_TO_OPEN);
        now.addAndGet(CircuitBreaker.OPEN_NANOS);
        breaker.pass();

        // When
        now.addAndGet(CircuitBreaker.OPEN_NANOS);

        // Then
        assertThat(breaker.pass()).isTrue();
    }

    @Test
    void what_was_seen_alive_is_tried_at_once() {
        // Given
        fail(CircuitBreaker.FAILURES_TO_OPEN);

        // When
        breaker.tryNow();

        // Then
        assertThat(breaker.pass()).isTrue();
        assertThat(breaker.pass()).isFalse();
    }

    private void fail(int times) {
        IntStream.range(0, times).forEach(ignored -> breaker.failed());
    }
}
