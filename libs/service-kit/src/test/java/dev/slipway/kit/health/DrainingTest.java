package dev.slipway.kit.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpVersion;
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
    private final Draining draining = new Draining(Duration.ofSeconds(1), Duration.ZERO);
    private final AtomicReference<RoutingContext> asked = new AtomicReference<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Router router;
    private HttpServer server;

    @BeforeEach
    void serve() throws Exception {
        router = Router.router(vertx);
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

    @Test
    void everyAnswerFromThenOnAsksToCloseTheConnection() throws Exception {
        CompletableFuture<HttpResponse<String>> request = ask();

        // When
        CompletableFuture<Void> drained = drain();
        await().atMost(Duration.ofSeconds(60)).until(draining::isDraining);
        asked.get().response().end("answer");

        // Then
        assertThat(request.get().headers().firstValue("Connection")).hasValue("close");
        drained.get(5, TimeUnit.SECONDS);
    }

    @Test
    void everyConnectionOfHttp2IsToldToGoBehindItsAnswer() throws Exception {
        // Given
        CompletableFuture<HttpConnection> told = new CompletableFuture<>();
        HttpClientRequest request = vertx.createHttpClient(new HttpClientOptions()
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setHttp2ClearTextUpgrade(false))
                .request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/slow")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        request.connection().goAwayHandler(away -> told.complete(request.connection()));
        CompletableFuture<Buffer> answer = request.send()
                .compose(HttpClientResponse::body)
                .toCompletionStage()
                .toCompletableFuture();
        await().atMost(Duration.ofSeconds(60)).until(() -> asked.get() != null);

        // When
        CompletableFuture<Void> drained = drain();
        await().atMost(Duration.ofSeconds(60)).until(draining::isDraining);
        asked.get().response().end("answer");

        // Then
        assertThat(answer.get().toString()).isEqualTo("answer");
        assertThat(told.get(60, TimeUnit.SECONDS)).isNotNull();
        drained.get(5, TimeUnit.SECONDS);
    }

    @Test
    void whoIsStillAskedWaitsUntilTheAskersHaveNoticed() throws Exception {
        Draining patient = new Draining(Duration.ofSeconds(5), Duration.ofSeconds(1));
        router.get("/quick")
                .order(-1)
                .handler(patient::count)
                .handler(context -> context.response().end());
        http.send(get("/quick"), HttpResponse.BodyHandlers.discarding());

        // When
        long before = System.nanoTime();
        patient.drain(new ShutdownDelayInitiatedEvent());

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isBetween(Duration.ofMillis(500), Duration.ofMillis(4500));
    }

    private HttpRequest get(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path))
                .build();
    }

    private CompletableFuture<HttpResponse<String>> ask() {
        CompletableFuture<HttpResponse<String>> request =
                http.sendAsync(get("/slow"), HttpResponse.BodyHandlers.ofString());
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
