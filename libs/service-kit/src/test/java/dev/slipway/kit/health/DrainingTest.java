package dev.slipway.kit.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DrainingTest {

    private final Vertx vertx = Vertx.vertx();
    private final Draining draining = new Draining(Duration.ofSeconds(1));
    private final AtomicReference<RoutingContext> asked = new AtomicReference<>();
    private HttpServer server;

    @BeforeEach
    void serve() throws Exception {
        Router router = Router.router(vertx);
        router.route().handler(draining::count);
        router.get("/slow").handler(asked::set);
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    @Test
    void whatWasAskedIsStillAnswered() throws Exception {
        CompletableFuture<HttpResponse<String>> request = ask();

        // When
        CompletableFuture<Void> drained = drain();

        // Then
        await().atMost(Duration.ofSeconds(60)).until(draining::isDraining);
        assertThat(draining.call().getStatus()).isEqualTo(Status.DOWN);
        assertThat(drained).isNotDone();
        asked.get().response().end("answer");
        assertThat(request.get().body()).isEqualTo("answer");
        drained.get(500, TimeUnit.MILLISECONDS);
    }

    @Test
    void whatNeverEndsIsCutOff() throws Exception {
        ask();

        // When
        long before = System.nanoTime();
        drain().get(5, TimeUnit.SECONDS);

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isBetween(Duration.ofMillis(900), Duration.ofSeconds(4));
    }

    @Test
    void aStreamThatWantsToKnowEndsItself() throws Exception {
        CompletableFuture<HttpResponse<String>> request = ask();
        draining.onDraining(() -> asked.get().response().end("the end"));

        // When
        drain().get(900, TimeUnit.MILLISECONDS);

        // Then
        assertThat(request.get().body()).isEqualTo("the end");
    }

    @Test
    void aServiceWithNothingToDoEndsAtOnce() throws Exception {
        assertThat(draining.call().getStatus()).isEqualTo(Status.UP);

        // When, Then
        drain().get(500, TimeUnit.MILLISECONDS);
    }

    @Test
    void itCountsBeforeTheFrontDoorOfTheGatewayCanAnswer() {
        // Given
        Filters filters = new Filters();
        filters.register(context -> {}, 2000);

        // When
        draining.register(filters);

        // Then
        assertThat(filters.getFilters())
                .extracting(Filter::getPriority)
                .satisfiesExactly(
                        door -> assertThat(door).isEqualTo(2000),
                        counting -> assertThat(counting).isGreaterThan(2000));
    }

    private CompletableFuture<HttpResponse<String>> ask() {
        CompletableFuture<HttpResponse<String>> request = HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + "/slow"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        await().atMost(Duration.ofSeconds(60)).until(() -> asked.get() != null);
        return request;
    }

    private CompletableFuture<Void> drain() {
        return CompletableFuture.runAsync(() -> {
            try {
                draining.drain(new ShutdownDelayInitiatedEvent());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
