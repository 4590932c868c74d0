package dev.slipway.gateway.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.gateway.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SecretQueryRedactionTest extends GatewayTest {

    @Inject
    RecordedSpans spans;

    @Test
    void a_token_in_the_query_is_in_no_span() {
        // When
        get("/v1/build-flows?%61ccess_token=very-secret&Access_Token=very-secret-too", ADMIN);
        get("/v1/build-flows?to=%2Fa%3Fb%23c&access_token=very-secret-three", ADMIN);
        get("/v1/build-flows?x;access_token=very-secret-four", ADMIN);
        get("/v1/build-flows?=access_token=very-secret-five", ADMIN);
        get("/v1/build-flows?page=seventeen&access_token=very-secret", ADMIN);

        // Then
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(spans.ended()).anyMatch(span -> span.contains("seventeen")));
        assertThat(spans.ended()).noneMatch(span -> span.contains("very-secret"));
    }
}
