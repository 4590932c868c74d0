package dev.slipway.registry.upload;

import dev.slipway.registry.RegistryConfig;
import dev.slipway.registry.fault.RegistryException;
import dev.slipway.registry.fault.RegistryFault;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * How many bodies are read at once. Each occupies a worker thread for as long as its client sends, so clients that send slowly could
 * otherwise leave none for those that pull.
 */
@ApplicationScoped
class UploadSlots {

    private final Semaphore free;

    @Inject
    UploadSlots(RegistryConfig config) {
        this(config.upload().maxConcurrent());
    }

    UploadSlots(int count) {
        this.free = new Semaphore(count);
    }

    /** Reads a body while there is a slot for it. */
    <T> Uni<T> with(Supplier<Uni<T>> reading) {
        return Uni.createFrom().deferred(() -> {
            if (!free.tryAcquire()) {
                return Uni.createFrom()
                        .failure(new RegistryException(
                                RegistryFault.TOO_MANY_UPLOADS, "too many uploads at once: try again in a moment"));
            }
            return reading.get().onTermination().invoke(() -> free.release());
        });
    }
}
