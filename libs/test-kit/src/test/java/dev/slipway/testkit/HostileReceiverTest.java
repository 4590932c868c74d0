package dev.slipway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostileReceiverTest {

    private static final Duration PATIENCE = Duration.ofMillis(700);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Test
    void theScriptIsPlayedInOrderAndEveryRequestIsRecordedExactly() throws Exception {
        try (HostileReceiver receiver = HostileReceiver.start()) {
            receiver.next(Behaviour.answer(500), Behaviour.redirect(302, "http://elsewhere.example/"));

            // When
            List<Integer> statuses =
                    List.of(post(receiver.url("/a?b=c")), post(receiver.url("/")), post(receiver.url("/")));

            // Then
            assertThat(statuses).containsExactly(500, 302, 200);
            ReceivedRequest first = receiver.awaitRequests(3).get(0);
            assertThat(first.method()).isEqualTo("POST");
            assertThat(first.target()).isEqualTo("/a?b=c");
            assertThat(first.text()).isEqualTo("{\"ä\": 1}");
            assertThat(first.header("Content-Type")).contains("application/json");
        }
    }

    @Test
    void aHangingReceiverNeverAnswers() {
        try (HostileReceiver receiver = HostileReceiver.start()) {
            receiver.next(Behaviour.hang());

            // When, Then
            assertThatThrownBy(() -> post(receiver.url("/"))).isInstanceOf(HttpTimeoutException.class);
            assertThat(receiver.awaitRequests(1)).hasSize(1);
        }
    }

    @Test
    void aResetAndGarbageAreNoAnswer() {
        try (HostileReceiver receiver = HostileReceiver.start()) {
            receiver.next(Behaviour.reset(), Behaviour.garbage("what?\r\n\r\n"), Behaviour.close());

            // When, Then
            for (int attempt = 0; attempt < 3; attempt++) {
                assertThatThrownBy(() -> post(receiver.url("/"))).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void aFloodIsAsLongAsAsked() throws Exception {
        try (HostileReceiver receiver = HostileReceiver.start()) {
            receiver.next(Behaviour.flood(200, 100_000));

            // When
            HttpResponse<byte[]> answer = client.send(
                    HttpRequest.newBuilder(receiver.url("/")).build(), HttpResponse.BodyHandlers.ofByteArray());

            // Then
            assertThat(answer.body()).hasSize(100_000);
        }
    }

    @Test
    void waitingForMoreThanComesFails() {
        try (HostileReceiver receiver = HostileReceiver.start()) {

            // When, Then
            assertThatThrownBy(() -> receiver.awaitRequests(1, Duration.ofMillis(50)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("0 requests");
        }
    }

    private int post(URI url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"ä\": 1}"))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
