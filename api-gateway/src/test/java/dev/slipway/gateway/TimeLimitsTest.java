package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** With the limits of {@link UpstreamServices}: seconds instead of a minute. */
@QuarkusTest
class TimeLimitsTest extends GatewayTest {

    private static final String ACTION = "/v1/apps/7/actions/start";
    private static final String LOG = "/platform/v1/apps/7/log";
    private static final byte[] BLOCK = new byte[64 * 1024];

    @Test
    void a_service_that_does_not_answer_in_time_is_504_in_the_dialect() throws Exception {
        // Given
        CountDownLatch never = new CountDownLatch(1);
        upstream.on(ACTION, exchange -> hold(never));

        // When
        HttpResponse<String> response = post(ACTION, ADMIN, "{}");

        // Then
        never.countDown();
        assertThat(response.statusCode()).isEqualTo(504);
        assertThat(read(response).path("error_id").asText()).isEqualTo("gateway_timeout");
        assertThat(response.headers().firstValue("Retry-After")).isEmpty();
    }

    @Test
    void a_stream_may_be_silent_for_longer() throws Exception {
        // Given
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch maySpeak = new CountDownLatch(1);
        upstream.on(LOG, exchange -> {
            asked.countDown();
            hold(maySpeak);
            LocalUpstream.answer(200, "text/event-stream", "data: late\n\n").handle(exchange);
        });
        var stream = client.sendAsync(
                request(LOG).header("Authorization", ADMIN).build(), HttpResponse.BodyHandlers.ofString());
        asked.await();

        // When
        HttpResponse<String> other = post(ACTION, ADMIN, "{}");
        assertThat(other.statusCode()).isEqualTo(200);
        upstream.on(ACTION, exchange -> hold(maySpeak));
        assertThat(post(ACTION, ADMIN, "{}").statusCode()).isEqualTo(504);
        maySpeak.countDown();

        // Then
        assertThat(stream.get().body()).isEqualTo("data: late\n\n");
    }

    @Test
    void the_time_for_the_answer_begins_with_the_end_of_the_request() throws Exception {
        // Given
        upstream.on(ACTION, exchange -> {
            exchange.getRequestBody().readAllBytes();
            pass(1500);
            LocalUpstream.answer(200, "text/plain", "in time").handle(exchange);
        });
        try (RawClient raw = new RawClient(gateway)) {
            raw.write("POST " + ACTION + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + ADMIN
                    + "\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n");

            // When
            pass(4000);
            raw.write("0\r\n\r\n");

            // Then
            assertThat(raw.readAll()).startsWith("HTTP/1.1 200 ").contains("in time");
        }
    }

    @Test
    void a_client_whose_body_stops_coming_is_let_go() throws IOException {
        // When
        String answer = RawClient.exchange(
                gateway,
                "POST " + ACTION + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + ADMIN
                        + "\r\nContent-Length: 10\r\n\r\nhal");

        // Then
        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("nothing of the body has come");
    }

    @Test
    void a_client_that_takes_nothing_of_its_answer_is_let_go() throws IOException {
        // Given
        AtomicBoolean writerFailed = new AtomicBoolean();
        upstream.on(LOG, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try {
                while (true) {
                    exchange.getResponseBody().write(BLOCK);
                }
            } catch (IOException gone) {
                writerFailed.set(true);
            }
        });
        try (RawClient raw = new RawClient(gateway)) {
            // When
            raw.write("GET " + LOG + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + ADMIN + "\r\n\r\n");

            // Then
            await().atMost(LIMIT).untilTrue(writerFailed);
        }
    }

    @Test
    void an_answer_that_stops_in_the_middle_is_broken_off() throws IOException {
        // Given
        CountDownLatch never = new CountDownLatch(1);
        upstream.on("/v1/build-flows", exchange -> {
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().write("half".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            hold(never);
        });

        // When
        String answer = RawClient.exchange(
                gateway, "GET /v1/build-flows HTTP/1.1\r\nHost: x\r\nAuthorization: " + ADMIN + "\r\n\r\n");

        // Then
        never.countDown();
        assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("half");
    }

    /** Silence is what the limits are about. */
    private static void pass(long millis) {
        await().pollDelay(millis, TimeUnit.MILLISECONDS).atMost(LIMIT).until(() -> true);
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
