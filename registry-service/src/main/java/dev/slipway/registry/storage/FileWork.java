package dev.slipway.registry.storage;

import dev.slipway.kit.context.CallersContext;
import dev.slipway.registry.fault.RegistryException;
import dev.slipway.registry.fault.RegistryFault;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Runs what blocks on files, or on a client that sends slowly, on worker threads; what follows it runs where it was asked for. */
public final class FileWork {

    private FileWork() {}

    /** Something that may block. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        T run() throws IOException;
    }

    /** Something that may block and has no result. */
    @FunctionalInterface
    public interface Step {
        void run() throws IOException;
    }

    public static <T extends @Nullable Object> Uni<T> call(Work<T> work) {
        return CallersContext.comingBack(() ->
                Uni.createFrom().item(() -> unchecked(work)).runSubscriptionOn(Infrastructure.getDefaultWorkerPool()));
    }

    public static Uni<Void> run(Step step) {
        return call(() -> {
                    step.run();
                    return true;
                })
                .replaceWithVoid();
    }

    private static <T extends @Nullable Object> T unchecked(Work<T> work) {
        try {
            return work.run();
        } catch (IOException failed) {
            String message = failed.getMessage();
            if (message != null && (message.contains("No space left") || message.contains("Disk quota exceeded"))) {
                throw new RegistryException(
                        RegistryFault.STORAGE_FULL,
                        "the registry's disk is full: free some space, then push again",
                        failed);
            }
            throw new StorageException(failed);
        }
    }
}
