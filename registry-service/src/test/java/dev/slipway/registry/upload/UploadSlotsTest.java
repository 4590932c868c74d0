package dev.slipway.registry.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.registry.fault.RegistryException;
import dev.slipway.registry.fault.RegistryFault;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class UploadSlotsTest {

    private final UploadSlots slots = new UploadSlots(1);
    private final AtomicReference<UniEmitter<? super String>> reading = new AtomicReference<>();

    @Test
    void oneMoreThanThereAreSlotsIsSentAway() {
        // Given
        occupy();

        // When / Then
        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(this::use)
                .satisfies(refused -> assertThat(refused.fault()).isEqualTo(RegistryFault.TOO_MANY_UPLOADS));
    }

    @Test
    void aSlotIsFreeAgainAfterABodyHasBeenRead() {
        // Given
        occupy();

        // When
        reading.get().complete("read");

        // Then
        assertThat(use()).isEqualTo("used");
    }

    @Test
    void aSlotIsFreeAgainAfterAFailureOrAnEndedRequest() {
        // Given
        occupy();
        reading.get().fail(new IllegalStateException("the client went away"));
        Cancellable request = occupy();

        // When
        request.cancel();

        // Then
        assertThat(use()).isEqualTo("used");
    }

    private Cancellable occupy() {
        return slots.with(() -> Uni.createFrom().<String>emitter(reading::set))
                .subscribe()
                .with(done -> {}, failed -> {});
    }

    private String use() {
        return slots.with(() -> Uni.createFrom().item("used")).await().indefinitely();
    }
}
