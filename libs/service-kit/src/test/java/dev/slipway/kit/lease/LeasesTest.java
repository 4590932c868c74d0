package dev.slipway.kit.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.kit.servers.KitParts;
import dev.slipway.kit.servers.SharedServers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeasesTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(200);

    private final KitParts parts =
            KitParts.prepare(SharedServers.newSchema(), SharedServers.get().bootstrap());
    private final Leases leases = new Leases(parts.database);

    @AfterEach
    void close() {
        parts.close();
    }

    @Test
    void oneOfManyGetsTheLease() {
        // When
        List<Optional<Lease>> answers = IntStream.range(0, 20)
                .mapToObj(i -> leases.acquire("work", "holder " + i, LONG).subscribeAsCompletionStage())
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        // Then
        assertThat(answers.stream().flatMap(Optional::stream)).hasSize(1).allMatch(Lease::isHeld);
    }

    @Test
    void aLeaseThatHasEndedGoesToTheNextWithAHigherEpochAndIsNeverGivenBack() {
        Lease first = acquire("a", SHORT).orElseThrow();
        await().atMost(Duration.ofSeconds(60)).until(() -> acquire("b", LONG).isPresent());

        // When
        Optional<Lease> renewed = KitParts.await(leases.renew(first, LONG));

        // Then
        assertThat(renewed).isEmpty();
        assertThat(first.isHeld()).isFalse();
        assertThat(parts.count("SELECT epoch FROM lease")).isEqualTo(first.epoch() + 1);
    }

    @Test
    void anEndedLeaseIsNotRenewedEvenIfNobodyTookIt() {
        Lease first = acquire("a", SHORT).orElseThrow();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> parts.count("SELECT count(*) FROM lease WHERE expires_at < clock_timestamp()") == 1);

        // When, Then
        assertThat(KitParts.await(leases.renew(first, LONG))).isEmpty();
    }

    @Test
    void aRenewedLeaseKeepsItsEpoch() {
        Lease first = acquire("a", LONG).orElseThrow();

        // When
        Lease renewed = KitParts.await(leases.renew(first, LONG)).orElseThrow();

        // Then
        assertThat(renewed.epoch()).isEqualTo(first.epoch());
        assertThat(renewed.remaining()).isGreaterThanOrEqualTo(first.remaining());
    }

    @Test
    void aReleasedLeaseIsFreeAtOnceAndOnlyItsHolderReleasesIt() {
        Lease first = acquire("a", LONG).orElseThrow();
        KitParts.await(leases.release(new Lease("work", "b", first.epoch(), 0)));
        assertThat(acquire("b", LONG)).isEmpty();

        // When
        KitParts.await(leases.release(first));

        // Then
        assertThat(acquire("b", LONG)).map(Lease::epoch).contains(first.epoch() + 1);
    }

    private Optional<Lease> acquire(String holder, Duration length) {
        return KitParts.await(leases.acquire("work", holder, length));
    }
}
