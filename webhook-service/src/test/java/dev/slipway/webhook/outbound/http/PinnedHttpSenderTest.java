package dev.slipway.webhook.outbound.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.kit.net.OutboundAddresses;
import dev.slipway.testkit.Behaviour;
import dev.slipway.testkit.HostileReceiver;
import dev.slipway.testkit.ReceivedRequest;
import dev.slipway.webhook.outbound.Answer;
import dev.slipway.webhook.outbound.SendingStoppedException;
import dev.slipway.webhook.outbound.WebhookRequest;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PinnedHttpSenderTest {

    private static final Duration TIME_LIMIT = Duration.ofSeconds(20);
    private static final Duration SHORT_TIME_LIMIT = Duration.ofMillis(1_500);
    private static Vertx vertx;
    private static PinnedHttpSender sender;

    private final HostileReceiver receiver = HostileReceiver.start();

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        sender = new PinnedHttpSender(vertx, new CheckedAddresses(vertx, new OutboundAddresses(true)));
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    @Test
    void theRequestArrivesAsItWasAskedFor() {
        // Given
        URI url = receiver.url("/hook?a=%20b");

        // When
        Answer answer = send(url);

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.error()).isNull();
        ReceivedRequest request = receiver.received().get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.target()).isEqualTo("/hook?a=%20b");
        assertThat(request.text()).isEqualTo("{\"a\":1}");
        assertThat(request.header("host")).contains("127.0.0.1:" + receiver.port());
        assertThat(request.header("x-test")).contains("yes");
    }

    @Test
    void theAnswerIsKeptForPeopleToRead() {
        // Given
        receiver.next(Behaviour.answer(422, "no such\u0000 hook").withHeader("X-Reason", "unknown"));

        // When
        Answer answer = send(receiver.url("/"));

        // Then
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.headers()).containsEntry("X-Reason", "unknown");
        assertThat(answer.body()).isEqualTo("no such\uFFFD hook");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectIsAnAnswerAndNeverFollowed(int status) {
        // Given
        receiver.next(Behaviour.redirect(status, receiver.url("/elsewhere").toString()));

        // When
        Answer answer = send(receiver.url("/"));

        // Then
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(receiver.received()).hasSize(1);
    }

    @Test
    void aReceiverThatHangsIsLeftAtTheTimeLimit() {
        // Given
        receiver.next(Behaviour.hang());

        // When
        Answer answer = sender.send(request(receiver.url("/"), SHORT_TIME_LIMIT))
                .await()
                .atMost(Duration.ofSeconds(30));

        // Then
        assertThat(answer.statusCode()).isNull();
        assertThat(answer.error()).contains("no answer within");
        assertThat(answer.duration()).isBetween(SHORT_TIME_LIMIT.minusMillis(50), SHORT_TIME_LIMIT.plusSeconds(10));
    }

    @Test
    void aReceiverThatResetsIsToldInPlainWords() {
        // Given
        receiver.next(Behaviour.reset());

        // When
        Answer answer = send(receiver.url("/"));

        // Then
        assertThat(answer.error()).isEqualTo("the receiver closed the connection before it answered");
    }

    @Test
    void aReceiverThatIsNotThereIsToldInPlainWords() throws Exception {
        // Given
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }

        // When
        Answer answer = send(URI.create("http://127.0.0.1:" + port + "/"));

        // Then
        assertThat(answer.error()).isEqualTo("the receiver refused the connection");
    }

    @Test
    void whatIsNoHttpIsToldInPlainWords() {
        // Given
        receiver.next(Behaviour.garbage("SSH-2.0-OpenSSH_9.2\r\n\r\n"));

        // When
        Answer answer = send(receiver.url("/"));

        // Then
        assertThat(answer.statusCode()).isNull();
        assertThat(answer.error()).isNotBlank();
    }

    @Test
    void aDrippingBodyIsNotWaitedFor() {
        // Given
        receiver.next(Behaviour.drip(200, "x".repeat(600), Duration.ofMillis(100)));

        // When
        Answer answer = send(receiver.url("/"));

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.duration()).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void ofAnEndlessBodyOnlyTheBeginningIsTaken() {
        // Given
        receiver.next(Behaviour.flood(500, 10L * 1024 * 1024 * 1024));

        // When
        Answer answer = send(receiver.url("/"));

        // Then
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).hasSize(16 * 1024);
    }

    @Test
    void aNameThatDoesNotExistIsToldInPlainWords() {
        // When
        Answer answer = send(URI.create("http://receiver.invalid/"));

        // Then
        assertThat(answer.error()).isEqualTo("the name receiver.invalid cannot be resolved");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://localhost/",
                "http://2130706433/",
                "http://0x7f.1/",
                "http://[::1]/",
                "http://[::ffff:127.0.0.1]/",
                "http://10.0.0.1/",
                "http://169.254.169.254/latest/meta-data/",
                "http://0.0.0.0/"
            })
    void anInstallationThatDoesNotAllowItReachesNothingInside(String url) {
        // Given
        PinnedHttpSender strict =
                new PinnedHttpSender(vertx, new CheckedAddresses(vertx, new OutboundAddresses(false)));

        // When
        Answer answer = strict.send(request(URI.create(url))).await().atMost(Duration.ofSeconds(30));

        // Then
        assertThat(answer.statusCode()).isNull();
        assertThat(answer.error()).matches(".*(is not a public address|cannot be resolved|names no host).*");
    }

    @Test
    void aNameIsLookedUpOnceAndTheConnectionGoesToTheAddressThatWasChecked() {
        // Given a name that would lead elsewhere when asked again
        AtomicInteger lookUps = new AtomicInteger();
        ReceiverAddresses rebinding = host -> lookUps.incrementAndGet() == 1
                ? Future.succeededFuture(List.of(InetAddress.getLoopbackAddress()))
                : Future.failedFuture(new AssertionError("looked up twice"));
        PinnedHttpSender pinned = new PinnedHttpSender(vertx, rebinding, PinnedHttpSender.options());

        // When
        Answer answer = pinned.send(request(URI.create("http://rebinding.invalid:" + receiver.port() + "/")))
                .await()
                .atMost(Duration.ofSeconds(30));

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(receiver.received().get(0).header("host")).contains("rebinding.invalid:" + receiver.port());
    }

    @Test
    void theNextAddressIsTriedWhenTheFirstRefusesTheConnection() throws Exception {
        // Given
        InetAddress nobody = InetAddress.getByName("127.9.9.9");
        InetAddress somebody = InetAddress.getByName("127.0.0.1");
        ReceiverAddresses both = host -> Future.succeededFuture(List.of(nobody, somebody));
        PinnedHttpSender pinned = new PinnedHttpSender(vertx, both, PinnedHttpSender.options());

        // When
        Answer answer = pinned.send(request(URI.create("http://two.invalid:" + receiver.port() + "/")))
                .await()
                .atMost(Duration.ofSeconds(30));

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void theNextAddressIsTriedWhenTheNetworkOfTheFirstCannotBeReached() throws Exception {
        // Given an address to which no TCP connection can be made, whatever the machine: nothing leaves it
        InetAddress multicast = InetAddress.getByName("224.0.0.1");
        InetAddress somebody = InetAddress.getByName("127.0.0.1");
        PinnedHttpSender pinned = sendingTo(multicast, somebody);

        // When
        Answer answer = pinned.send(request(URI.create("http://two.invalid:" + receiver.port() + "/")))
                .await()
                .atMost(Duration.ofSeconds(30));

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void aNetworkThatCannotBeReachedIsToldInPlainWords() throws Exception {
        // Given
        PinnedHttpSender pinned = sendingTo(InetAddress.getByName("224.0.0.1"));

        // When
        Answer answer =
                pinned.send(request(URI.create("http://far.invalid/"))).await().atMost(Duration.ofSeconds(30));

        // Then
        assertThat(answer.error()).startsWith("the receiver's address cannot be reached: ");
    }

    @Test
    void whatOurOwnStopCutsOffIsNoFailureOfTheReceiver() {
        // Given
        PinnedHttpSender stopping = sendingTo(InetAddress.getLoopbackAddress());
        receiver.next(Behaviour.hang());
        CompletableFuture<Answer> answer = stopping.send(request(receiver.url("/"), Duration.ofSeconds(60)))
                .subscribeAsCompletionStage();
        receiver.awaitRequests(1);

        // When
        stopping.stop(new ShutdownEvent());

        // Then
        assertThat(answer)
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(SendingStoppedException.class);
    }

    private static PinnedHttpSender sendingTo(InetAddress... addresses) {
        return new PinnedHttpSender(
                vertx, host -> Future.succeededFuture(List.of(addresses)), PinnedHttpSender.options());
    }

    private static Answer send(URI url) {
        return sender.send(request(url)).await().atMost(Duration.ofSeconds(30));
    }

    private static WebhookRequest request(URI url) {
        return request(url, TIME_LIMIT);
    }

    private static WebhookRequest request(URI url, Duration timeLimit) {
        return new WebhookRequest(
                url, Map.of("x-test", "yes"), "{\"a\":1}".getBytes(StandardCharsets.UTF_8), timeLimit);
    }
}
