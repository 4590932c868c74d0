package dev.slipway.gateway.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.dialects.Dialect;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialReaderTest {

    @ParameterizedTest
    @ValueSource(strings = {"token X1", "Token X1", "TOKEN  X1", "Bearer X1", "bearer X1", "BEARER X1 ", "X1"})
    void a_token_is_read_with_either_scheme_in_any_case_and_alone(String header) {
        // When
        PresentedCredential credential = CredentialReader.read(Dialect.DAOCLOUD, List.of(header));

        // Then
        assertThat(credential).isEqualTo(new PresentedCredential.Token("X1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"token", "Bearer ", "basic", "Digest X1", "token X1 X2", "Bearer X\u00e4", "token \u0001"})
    void what_looks_like_no_token_is_malformed(String header) {
        // When
        PresentedCredential credential = CredentialReader.read(Dialect.NATIVE, List.of(header));

        // Then
        assertThat(credential).isInstanceOf(PresentedCredential.Malformed.class);
    }

    @Test
    void no_header_and_an_empty_one_present_nothing() {
        // Then
        assertThat(CredentialReader.read(Dialect.NATIVE, List.of())).isEqualTo(new PresentedCredential.None());
        assertThat(CredentialReader.read(Dialect.NATIVE, List.of("  "))).isEqualTo(new PresentedCredential.None());
    }

    @Test
    void two_headers_are_malformed_even_if_they_agree() {
        // When
        PresentedCredential credential = CredentialReader.read(Dialect.NATIVE, List.of("Bearer X1", "Bearer X1"));

        // Then
        assertThat(credential).isInstanceOf(PresentedCredential.Malformed.class);
    }

    @Test
    void image_tools_send_the_token_as_the_password_of_any_user() {
        // When
        PresentedCredential credential = CredentialReader.read(Dialect.OCI, List.of("Basic " + base64("any:X1")));

        // Then
        assertThat(credential).isEqualTo(new PresentedCredential.Token("X1"));
    }

    @ParameterizedTest
    @EnumSource(value = Dialect.class, names = "OCI", mode = EnumSource.Mode.EXCLUDE)
    void basic_is_for_image_tools_alone(Dialect dialect) {
        // When
        PresentedCredential credential = CredentialReader.read(dialect, List.of("Basic " + base64("any:X1")));

        // Then
        assertThat(credential).isInstanceOf(PresentedCredential.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic !!!", "Basic YQ", "Basic /w==", "Basic YTo=", "Basic"})
    void broken_basic_credentials_are_malformed(String header) {
        // When
        PresentedCredential credential = CredentialReader.read(Dialect.OCI, List.of(header));

        // Then
        assertThat(credential).isInstanceOf(PresentedCredential.Malformed.class);
    }

    @Test
    void a_token_never_prints_its_value() {
        // When
        String printed = CredentialReader.read(Dialect.NATIVE, List.of("Bearer secret-value"))
                .toString();

        // Then
        assertThat(printed).doesNotContain("secret-value");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
