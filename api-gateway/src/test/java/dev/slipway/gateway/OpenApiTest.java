package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OpenApiTest extends GatewayTest {

    @Test
    void the_document_holds_the_gateways_own_calls_and_those_of_the_services_that_answer() {
        // Given
        upstream.on(
                "/q/openapi",
                LocalUpstream.answer(
                        200,
                        "application/json",
                        "{\"openapi\":\"3.1.0\",\"paths\":{\"/platform/v1/flows\":{\"get\":{}},\"/v1/apps\":{\"get\":{}}}}"));

        // Then
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            HttpResponse<String> response = send(request("/openapi"));
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
            JsonNode paths = read(response).path("paths");
            assertThat(paths.has("/platform/v1/tokens")).isTrue();
            assertThat(paths.has("/platform/v1/users")).isTrue();
            assertThat(paths.has("/platform/v1/flows")).isTrue();
            assertThat(paths.has("/v1/apps")).isFalse();
        });
    }

    @Test
    void a_browser_gets_a_page_to_try_it() {
        // When
        HttpResponse<String> sentOn = send(request("/openapi").header("Accept", "text/html,*/*"));
        HttpResponse<String> page =
                send(request(sentOn.headers().firstValue("Location").orElseThrow()));
        HttpResponse<String> script = send(request("/openapi/ui/swagger-ui-bundle.js"));

        // Then
        assertThat(sentOn.statusCode()).isEqualTo(303);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("swagger-ui", "/openapi?format=json");
        assertThat(script.statusCode()).isEqualTo(200);
    }
}
