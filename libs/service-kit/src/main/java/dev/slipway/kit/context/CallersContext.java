package dev.slipway.kit.context;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings what was done on other threads back to the Vert.x context of whoever asked for it, where the request's scope, its trace and its
 * log keys stand. Nothing else carries them over (docs/adr/0015).
 */
public final class CallersContext {

    private CallersContext() {}

    /** The Uni of {@code work}, whose item or failure arrives on the subscriber's context, if it subscribes on one. */
    public static <T extends @Nullable Object> Uni<T> comingBack(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            Context context = Vertx.currentContext();
            Uni<T> done = work.get();
            return context == null ? done : done.emitOn(task -> context.runOnContext(ignored -> task.run()));
        });
    }
}
