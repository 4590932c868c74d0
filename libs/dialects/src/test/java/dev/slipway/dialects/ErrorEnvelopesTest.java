package dev.slipway.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorEnvelopesTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void daocloud_says_its_two_fields_as_exactly_application_json() {
        // When
        Envelope envelope = ErrorEnvelopes.render(Dialect.DAOCLOUD, ErrorCode.UNAUTHENTICATED, "no \"such\" token");

        // Then
        assertThat(envelope)
                .isEqualTo(new Envelope(
                        401,
                        "application/json",
                        "{\"error_id\":\"bad_credentials\",\"message\":\"no \\\"such\\\" token\"}"));
    }

    @Test
    void native_answers_are_problems_with_a_code_and_the_path_that_failed() throws IOException {
        // When
        Envelope envelope =
                ErrorEnvelopes.render(Dialect.NATIVE, ErrorCode.NOT_FOUND, "no such build", "/platform/v1/builds/7");

        // Then
        assertThat(envelope.contentType()).isEqualTo("application/problem+json");
        assertThat(fields(envelope))
                .isEqualTo(Map.of(
                        "type", "about:blank",
                        "title", "Not Found",
                        "status", "404",
                        "detail", "no such build",
                        "instance", "/platform/v1/builds/7",
                        "code", "not_found"));
    }

    @ParameterizedTest
    @CsvSource({"415, Unsupported Media Type, invalid", "411, Length Required, invalid", "502, Bad Gateway, internal"})
    void a_status_without_a_code_of_ours_is_the_same_in_the_line_and_in_the_problem(
            int status, String reasonPhrase, String code) throws IOException {
        // When
        Envelope envelope = ErrorEnvelopes.ofStatus(Dialect.NATIVE, status, reasonPhrase, "/platform/v1/builds");

        // Then
        assertThat(envelope.httpStatus()).isEqualTo(status);
        assertThat(envelope.contentType()).isEqualTo("application/problem+json");
        assertThat(fields(envelope))
                .isEqualTo(Map.of(
                        "type",
                        "about:blank",
                        "title",
                        reasonPhrase,
                        "status",
                        Integer.toString(status),
                        "detail",
                        reasonPhrase,
                        "instance",
                        "/platform/v1/builds",
                        "code",
                        code));
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void a_status_without_a_code_of_ours_is_kept_where_a_dialect_has_statuses(Dialect dialect) {
        // When
        Envelope envelope = ErrorEnvelopes.ofStatus(dialect, 415, "Unsupported Media Type", null);

        // Then
        assertThat(envelope.httpStatus()).isEqualTo(dialect == Dialect.IMAGEBUILD ? 200 : 415);
        assertThat(envelope.body()).contains("Unsupported Media Type");
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void a_status_with_a_code_of_ours_is_rendered_as_that_code(Dialect dialect) {
        // When
        Envelope envelope = ErrorEnvelopes.ofStatus(dialect, 404, "any phrase", "/a/path");

        // Then
        assertThat(envelope).isEqualTo(ErrorEnvelopes.render(dialect, ErrorCode.NOT_FOUND, "Not Found", "/a/path"));
    }

    @Test
    void oci_wraps_its_code_in_a_list() throws IOException {
        // When
        Envelope envelope = ErrorEnvelopes.render(Dialect.OCI, ErrorCode.UNAUTHENTICATED, "authentication required");

        // Then
        JsonNode error = JSON.readTree(envelope.body()).path("errors").path(0);
        assertThat(error.path("code").asText()).isEqualTo("UNAUTHORIZED");
        assertThat(error.path("message").asText()).isEqualTo("authentication required");
        assertThat(error.has("detail")).isTrue();
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void imagebuild_answers_200_unless_a_quota_is_spent_and_always_with_a_number_and_content(ErrorCode code)
            throws IOException {
        // When
        Envelope envelope = ErrorEnvelopes.render(Dialect.IMAGEBUILD, code, "why");

        // Then
        assertThat(envelope.httpStatus()).isEqualTo(code == ErrorCode.QUOTA_EXCEEDED ? 429 : 200);
        assertThat(fields(envelope))
                .containsOnlyKeys("code", "errMsg", "content")
                .containsEntry("errMsg", "why");
    }

    @ParameterizedTest
    @CsvSource({
        "DAOCLOUD,      403", "SERVERLESS_CD, 429", "DRONE,         429", "IMAGEBUILD,    429",
        "HARBOR,        429", "CODEARTS,      429", "OCI,           429", "NATIVE,        429"
    })
    void a_spent_quota_is_403_in_daocloud_and_429_in_every_other_dialect(Dialect dialect, int expected) {
        // When
        int status = ErrorEnvelopes.render(dialect, ErrorCode.QUOTA_EXCEEDED, "later")
                .httpStatus();

        // Then
        assertThat(status).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"SERVERLESS_CD, success", "CODEARTS, error_code", "CODEARTS, error_msg", "DAOCLOUD, error_id"})
    void json_dialects_have_the_fields_that_their_clients_look_for(Dialect dialect, String field) throws IOException {
        for (ErrorCode code : ErrorCode.values()) {
            // When
            Envelope envelope = ErrorEnvelopes.render(dialect, code, "why");

            // Then
            assertThat(JSON.readTree(envelope.body()).path(field).asText())
                    .as(code.name())
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"DRONE", "HARBOR"})
    void text_dialects_answer_one_line_whatever_the_message_quotes(Dialect dialect) {
        // When
        Envelope envelope = ErrorEnvelopes.render(dialect, ErrorCode.INVALID, "bad branch\r\nSet-Cookie: x");

        // Then
        assertThat(envelope.contentType()).startsWith("text/plain");
        assertThat(envelope.body()).isEqualTo("bad branch Set-Cookie: x");
    }

    @Test
    void a_status_finds_its_code_and_strange_ones_the_nearest() {
        // Then
        assertThat(Arrays.stream(ErrorCode.values()))
                .allSatisfy(code ->
                        assertThat(ErrorCode.ofStatus(code.httpStatus())).isEqualTo(code));
        assertThat(ErrorCode.ofStatus(418)).isEqualTo(ErrorCode.INVALID);
        assertThat(ErrorCode.ofStatus(502)).isEqualTo(ErrorCode.INTERNAL);
    }

    private static Map<String, String> fields(Envelope envelope) throws IOException {
        Map<String, String> fields = new java.util.TreeMap<>();
        JSON.readTree(envelope.body())
                .properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue().asText()));
        return fields;
    }
}
