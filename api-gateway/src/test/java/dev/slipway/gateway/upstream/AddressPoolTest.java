package dev.slipway.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.SocketAddress;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AddressPoolTest {

    private static final SocketAddress A = SocketAddress.inetSocketAddress(1, "10.0.0.1");
    private static final SocketAddress B = SocketAddress.inetSocketAddress(1, "10.0.0.2");
    private static final SocketAddress C = SocketAddress.inetSocketAddress(1, "10.0.0.3");
    private static final Exception REFUSED = new Exception("refused");

    private final AtomicLong now = new AtomicLong();
    private final AddressPool pool = new AddressPool("build-service", now::get);

    @Test
    void requests_go_to_the_address_with_the_fewest_under_way() {
        // Given
        pool.use(Set.of(A, B, C));

        // When
        List<UpstreamAddress> taken =
                IntStream.range(0, 9).mapToObj(ignored -> acquire()).toList();

        // Then
        assertThat(taken).allSatisfy(address -> assertThat(address.underWay()).isEqualTo(3));
        assertThat(pool.underWay()).isEqualTo(9);
    }

    @Test
    void a_place_that_was_given_back_is_taken_next() {
        // Given
        pool.use(Set.of(A, B));
        IntStream.range(0, 10).forEach(ignored -> acquire());
        UpstreamAddress idle = at(B);

        // When
        idle.release();

        // Then
        assertThat(acquire()).isSameAs(idle);
    }

    @Test
    void equals_are_taken_at_random() {
        // Given
        pool.use(Set.of(A, B, C));
        Set<UpstreamAddress> firsts = new HashSet<>();

        // When
        for (int i = 0; i < 200; i++) {
            UpstreamAddress first = acquire();
            first.release();
            firsts.add(first);
        }

        // Then
        assertThat(firsts).hasSize(3);
    }

    @Test
    void an_address_that_says_not_ready_gets_nothing() {
        // Given
        pool.use(Set.of(A, B));

        // When
        at(A).saysReady(false);

        // Then
        assertThat(IntStream.range(0, 10).mapToObj(ignored -> acquire())).containsOnly(at(B));
        assertThat(pool.usable()).isEqualTo(1);
    }

    @Test
    void where_none_is_ready_all_are_asked() {
        // Given
        pool.use(Set.of(A, B));

        // When
        pool.all().forEach(address -> address.saysReady(false));

        // Then
        assertThat(IntStream.range(0, 4).mapToObj(ignored -> acquire())).contains(at(A), at(B));
    }

    @Test
    void an_address_that_fails_gets_nothing_until_its_trial() {
        // Given
        pool.use(Set.of(A, B));
        IntStream.range(0, CircuitBreaker.FAILURES_TO_OPEN).forEach(ignored -> at(A).failed(REFUSED));
        assertThat(IntStream.range(0, 5).mapToObj(ignored -> acquire())).containsOnly(at(B));

        // When
        now.addAndGet(CircuitBreaker.OPEN_NANOS);

        // Then
        assertThat(acquire()).isSameAs(at(A));
        assertThat(acquire()).isSameAs(at(B));
    }

    @Test
    void where_all_fail_nobody_is_bothered() {
        // Given
        pool.use(Set.of(A));

        // When
        IntStream.range(0, CircuitBreaker.FAILURES_TO_OPEN).forEach(ignored -> at(A).failed(REFUSED));

        // Then
        assertThat(acquire()).isNull();
    }

    @Test
    void what_has_been_tried_is_not_tried_again() {
        // Given
        pool.use(Set.of(A, B));

        // Then
        assertThat(pool.acquire(List.of(at(A)))).isSameAs(at(B));
        assertThat(pool.acquire(List.of(at(A), at(B)))).isNull();
    }

    @Test
    void an_address_that_stays_keeps_what_is_known_of_it() {
        // Given
        pool.use(new LinkedHashSet<>(List.of(A, B)));
        UpstreamAddress stays = at(B);
        stays.saysReady(false);

        // When
        pool.use(new LinkedHashSet<>(List.of(B, C)));

        // Then
        assertThat(at(B)).isSameAs(stays);
        assertThat(pool.all()).extracting(UpstreamAddress::socket).containsExactly(B, C);
        assertThat(acquire()).isSameAs(at(C));
    }

    private UpstreamAddress acquire() {
        return pool.acquire(List.of());
    }

    private UpstreamAddress at(SocketAddress socket) {
        return pool.all().stream()
                .filter(address -> address.socket().equals(socket))
                .findFirst()
                .orElseThrow();
    }
}
