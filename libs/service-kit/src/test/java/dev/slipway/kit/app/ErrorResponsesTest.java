package dev.slipway.kit.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(KitServers.class)
class ErrorResponsesTest {

    @Inject
    SampleCalls calls;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"display_name\":\"x\",\"retry_count\":1,\"no_such_field\":1} | no_such_field: unknown field",
                "{\"display_name\":\"x\",\"displayName\":\"x\"} | displayName: unknown field",
                "{\"inner_part\":{\"source_url\":\"x\",\"extra_part\":2}} | inner_part.extra_part: unknown field",
                "{\"display_name\":\"x\",\"retry_count\":\"many\"} | retry_count: has the wrong type or value",
                "{\"display_name\":{},\"retry_count\":1} | display_name: has the wrong type or value",
                "{\"display_name\":\"x\",\"inner_part\":7} | inner_part: has the wrong type or value",
                "{\"display_name\":\"\",\"retry_count\":1} | display_name: must not be blank",
                "{\"retry_count\":1} | display_name: must not be blank",
                "{\"display_name\":\"x\",\"retry_count\":11} | retry_count: must be less than or equal to 10",
                "{\"display_name\":\"x\",\"inner_part\":{}} | inner_part.source_url: must not be null",
                "{\"display_name\": | the body: is not JSON",
                "not json | the body: is not JSON",
                "[] | the body: is missing, or not an object of the expected shape",
                "{\"display_name\":\"x\"} {} | the body: is missing, or not an object of the expected shape",
                "{\"display_name\":\"x\",\"retry_count\":1.5} | retry_count: has the wrong type or value",
                "7 | the body: is missing, or not an object of the expected shape",
            })
    void aBadBodyIsRefusedWithWhatToMend(String body, String detail) {
        // When
        Response response = calls.post(body);

        // Then
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(400);
        assertThat(response.contentType()).startsWith("application/problem+json");
        assertThat(response.jsonPath().getString("detail")).isEqualTo(detail);
        assertThat(response.jsonPath().getString("code")).isEqualTo("invalid");
        assertThat(response.jsonPath().getString("instance")).isEqualTo("/platform/v1/samples");
    }

    @Test
    void aMissingBodyIsRefused() {
        // When
        Response response = calls.as("ann").contentType("application/json").post("/platform/v1/samples");

        // Then
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(400);
        assertThat(response.jsonPath().getString("detail")).startsWith("the body: ");
    }

    @Test
    void theLiteralNullIsNoBody() {
        // When
        Response response = calls.post("null");

        // Then
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(400);
        assertThat(response.jsonPath().getString("detail")).startsWith("the body: ");
    }

    @Test
    void severalMistakesAreToldAtOnce() {
        assertThat(calls.post("{\"display_name\":\"\",\"retry_count\":99}")
                        .jsonPath()
                        .getString("detail"))
                .isEqualTo("display_name: must not be blank; retry_count: must be less than or equal to 10");
    }

    @Test
    void aBadBodyIsRefusedInTheEnvelopeOfItsDialect() {
        // When
        Response response =
                calls.as("ann").contentType("application/json").body("{").post("/v1/build-flows");

        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.jsonPath().getString("error_id")).isEqualTo("invalid_param");
    }

    @ParameterizedTest
    @CsvSource({
        "not-found, 404, not_found, there is no such sample",
        "at-once, 409, conflict, not now",
        "defect, 500, internal, an internal error; it has been logged",
        "sql, 500, internal, an internal error; it has been logged",
    })
    void aFailureOfTheCoreIsToldWithItsCodeAndNoMore(String how, int status, String code, String detail) {
        // When
        Response response = calls.as("ann").get("/platform/v1/samples/fails/" + how);

        // Then
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.jsonPath().getString("code")).isEqualTo(code);
        assertThat(response.jsonPath().getString("detail")).isEqualTo(detail);
        assertThat(response.asString()).doesNotContain("secret detail", "nonsense", "Exception");
    }

    @ParameterizedTest
    @CsvSource({
        "text, with%00nul",
        "json, with%00nul",
        "time, +294277-01-01T00:00:00Z",
    })
    void aValueThatPostgresqlCannotHoldIsTheCallersMistake(String column, String value) {
        // When
        Response response =
                calls.as("ann").urlEncodingEnabled(false).get("/platform/v1/samples/stores/" + column + "/" + value);

        // Then
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(400);
        assertThat(response.contentType()).startsWith("application/problem+json");
        assertThat(response.jsonPath().getString("code")).isEqualTo("invalid");
        assertThat(response.jsonPath().getString("detail"))
                .isEqualTo("a text holds a character that cannot be stored (NUL), or a time is out of range");
    }

    @Test
    void aNulInABodyIsTheCallersMistakeOnEveryWayToTheDatabase() {
        for (String path : new String[] {"", "/hibernate"}) {
            // When
            Response response = calls.as("ann")
                    .contentType("application/json")
                    .body("{\"display_name\":\"a\\u0000b\",\"retry_count\":1}")
                    .post(SampleCalls.SAMPLES + path);

            // Then
            assertThat(response.statusCode()).as(response.asString()).isEqualTo(400);
            assertThat(response.jsonPath().getString("detail")).contains("NUL");
        }
    }

    @Test
    void anUnknownPathIsAnsweredInTheEnvelope() {
        // When
        Response response = calls.as("ann").get("/platform/v1/nowhere");

        // Then
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.contentType()).startsWith("application/problem+json");
        assertThat(response.jsonPath().getString("code")).isEqualTo("not_found");
    }

    @Test
    void anUnknownPathOutsideOfEveryResourceIsAnsweredInTheEnvelope() {
        // When
        Response response = calls.as("ann").get("/v3/nowhere/at/all");

        // Then
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.jsonPath().getString("error_code")).isEqualTo("APIGW.0101");
    }

    @Test
    void anUnknownMethodIsAnsweredInTheEnvelope() {
        // When
        Response response = calls.as("ann").delete("/v1/build-flows/1");

        // Then
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.jsonPath().getString("error_id")).isEqualTo("method_not_allowed");
    }

    @Test
    void anUnknownMediaTypeIsAnsweredInTheEnvelope() {
        // When
        Response response = calls.as("ann").contentType("text/csv").body("a,b").post("/platform/v1/samples");

        // Then
        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(response.contentType()).startsWith("application/problem+json");
        assertThat(response.jsonPath().getInt("status")).isEqualTo(415);
        assertThat(response.jsonPath().getString("title")).isEqualTo("Unsupported Media Type");
    }

    @Test
    void anAnswerIsSnakeCaseWithRfc3339Times() {
        // When
        Response response = calls.post("{\"display_name\":\"x\",\"retry_count\":1}");

        // Then
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(201);
        assertThat(response.jsonPath().getString("display_name")).isEqualTo("x");
        assertThat(response.jsonPath().getString("created_at")).isEqualTo("2026-01-02T03:04:05Z");
    }
}
