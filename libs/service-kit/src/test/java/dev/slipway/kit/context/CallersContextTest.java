package dev.slipway.kit.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallersContextTest {

    private static final long SOON_SECONDS = 10;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(SOON_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void anItemOfAnotherThreadArrivesOnTheSubscribersContext() throws Exception {
        Context context = vertx.getOrCreateContext();

        assertThat(whereItArrives(context, () -> elsewhere("done", null))).isSameAs(context);
    }

    @Test
    void soDoesAFailure() throws Exception {
        Context context = vertx.getOrCreateContext();

        assertThat(whereItArrives(context, () -> elsewhere(null, new IllegalStateException("as told"))))
                .isSameAs(context);
    }

    @Test
    void whoSubscribesOutsideOfAnyContextIsAnsweredToo() {
        String item = CallersContext.comingBack(() -> elsewhere("done", null))
                .await()
                .atMost(Duration.ofSeconds(SOON_SECONDS));

        assertThat(item).isEqualTo("done");
    }

    private static @Nullable Context whereItArrives(Context context, Supplier<Uni<String>> work) throws Exception {
        CompletableFuture<@Nullable Context> arrived = new CompletableFuture<>();
        context.runOnContext(ignored -> CallersContext.comingBack(work)
                .subscribe()
                .with(
                        item -> arrived.complete(Vertx.currentContext()),
                        failure -> arrived.complete(Vertx.currentContext())));
        return arrived.get(SOON_SECONDS, TimeUnit.SECONDS);
    }

    private static Uni<String> elsewhere(@Nullable String item, @Nullable Throwable failure) {
        return Uni.createFrom()
                .emitter(emitter -> new Thread(() -> {
                            if (failure == null) {
                                emitter.complete(item);
                            } else {
                                emitter.fail(failure);
                            }
                        })
                        .start());
    }
}
