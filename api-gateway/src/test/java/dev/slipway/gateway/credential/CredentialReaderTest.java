package dev.slipway.gateway.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.dialects.Dialect;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialReaderTest {

    private static final String JWT = "eyJhbGciOiJIUzI1NiJ9.eyJ0ZXh0IjoiYWRhIn0.c2lnbmF0dXJl";

    @ParameterizedTest
    @ValueSource(strings = {"token X1", "Token X1", "TOKEN  X1", "Bearer X1", "bearer X1", "BEARER X1 ", "X1"})
    void a_token_is_read_with_either_scheme_in_any_case_and_alone(String header) {
        // When
        List<PresentedCredential> found = read(Dialect.DAOCLOUD, "Authorization", header);

        // Then
        assertThat(found).containsExactly(new PresentedCredential.Token("X1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"token", "Bearer ", "basic", "Digest X1", "token X1 X2", "Bearer X\u00e4", "token \u0001"})
    void what_looks_like_no_token_is_malformed(String header) {
        // When
        List<PresentedCredential> found = read(Dialect.NATIVE, "Authorization", header);

        // Then
        assertThat(found).singleElement().isInstanceOf(PresentedCredential.Malformed.class);
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void no_header_and_an_empty_one_present_nothing(Dialect dialect) {
        // Then
        assertThat(read(dialect)).isEmpty();
        assertThat(read(dialect, "cd_token", " ", "X-Auth-Token", " ", "Cookie", "theme=dark"))
                .isEmpty();
    }

    @Test
    void two_headers_are_malformed_even_if_they_agree() {
        // Then
        assertThat(read(Dialect.NATIVE, "Authorization", "Bearer X1", "Authorization", "Bearer X1"))
                .singleElement()
                .isInstanceOf(PresentedCredential.Malformed.class);
        assertThat(read(Dialect.SERVERLESS_CD, "cd_token", "X1", "cd_token", "X1"))
                .singleElement()
                .isInstanceOf(PresentedCredential.Malformed.class);
    }

    @ParameterizedTest
    @CsvSource({"OCI", "HARBOR", "IMAGEBUILD"})
    void image_tools_send_a_login_and_a_password_or_token(Dialect dialect) {
        // When
        List<PresentedCredential> found = read(dialect, "Authorization", "Basic " + base64("ada:X:1"));

        // Then
        assertThat(found).containsExactly(new PresentedCredential.Password("ada", "X:1"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Dialect.class,
            names = {"OCI", "HARBOR", "IMAGEBUILD", "SERVERLESS_CD"},
            mode = EnumSource.Mode.EXCLUDE)
    void basic_is_for_image_tools_alone(Dialect dialect) {
        // When
        List<PresentedCredential> found = read(dialect, "Authorization", "Basic " + base64("any:X1"));

        // Then
        assertThat(found).singleElement().isInstanceOf(PresentedCredential.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Basic !!!", "Basic YQ", "Basic /w==", "Basic YTo=", "Basic Ojo=", "Basic", "Basic YQA6YgA="})
    void broken_basic_credentials_are_malformed(String header) {
        // When
        List<PresentedCredential> found = read(Dialect.OCI, "Authorization", header);

        // Then
        assertThat(found).singleElement().isInstanceOf(PresentedCredential.Malformed.class);
    }

    @ParameterizedTest(name = "{0} does not look at {1}")
    @CsvSource({
        "DAOCLOUD,      cd_token",
        "DAOCLOUD,      X-Auth-Token",
        "NATIVE,        cd_token",
        "NATIVE,        X-Auth-Token",
        "DRONE,         cd_token",
        "SERVERLESS_CD, Authorization",
        "SERVERLESS_CD, X-Auth-Token",
        "CODEARTS,      cd_token",
        "OCI,           X-Auth-Token"
    })
    void what_another_dialect_carries_elsewhere_is_not_looked_at(Dialect dialect, String header) {
        // Then
        assertThat(read(dialect, header, "X1")).isEmpty();
    }

    @Test
    void serverless_cd_and_codearts_have_headers_of_their_own() {
        // Then
        assertThat(read(Dialect.SERVERLESS_CD, "cd_token", "X1")).containsExactly(new PresentedCredential.Token("X1"));
        assertThat(read(Dialect.CODEARTS, "X-Auth-Token", "X1")).containsExactly(new PresentedCredential.Token("X1"));
        assertThat(read(Dialect.CODEARTS, "Authorization", "SDK-HMAC-SHA256 Access=A"))
                .containsExactly(new PresentedCredential.Signature("SDK-HMAC-SHA256 Access=A"));
        assertThat(read(Dialect.CODEARTS, "Authorization", "Bearer X1"))
                .singleElement()
                .isInstanceOf(PresentedCredential.Malformed.class);
    }

    @Test
    void a_jwt_is_drones_alone() {
        // Then
        assertThat(read(Dialect.DRONE, "Authorization", JWT))
                .containsExactly(new PresentedCredential.DroneJwt(JWT, PresentedCredential.DroneJwt.Use.USER));
        assertThat(read(Dialect.DRONE, "Authorization", "Bearer " + JWT))
                .containsExactly(new PresentedCredential.DroneJwt(JWT, PresentedCredential.DroneJwt.Use.USER));
        assertThat(read(Dialect.DAOCLOUD, "Authorization", JWT)).containsExactly(new PresentedCredential.Token(JWT));
    }

    @Test
    void a_query_carries_jwts_and_nothing_else() {
        // Then
        assertThat(CredentialReader.read(Dialect.DRONE, "GET", headers(), List.of(JWT)))
                .containsExactly(new PresentedCredential.DroneJwt(JWT, PresentedCredential.DroneJwt.Use.USER));
        assertThat(CredentialReader.read(Dialect.DRONE, "GET", headers(), List.of("slp_X1")))
                .singleElement()
                .isInstanceOf(PresentedCredential.Malformed.class);
    }

    @Test
    void a_drone_session_that_changes_something_brings_its_proof() {
        // Given
        MultiMap alone = headers("Cookie", "user_sess=" + JWT);
        MultiMap proven = headers("Cookie", "user_sess=" + JWT, "X-CSRF-TOKEN", "P");

        // Then
        assertThat(CredentialReader.read(Dialect.DRONE, "GET", alone, List.of()))
                .containsExactly(new PresentedCredential.DroneJwt(JWT, PresentedCredential.DroneJwt.Use.SESSION));
        assertThat(CredentialReader.read(Dialect.DRONE, "POST", alone, List.of()))
                .singleElement()
                .isInstanceOf(PresentedCredential.Malformed.class);
        assertThat(CredentialReader.read(Dialect.DRONE, "POST", proven, List.of()))
                .containsExactly(new PresentedCredential.DroneSession(JWT, "P"));
    }

    @Test
    void a_native_session_that_changes_something_brings_its_proof() {
        // Given
        MultiMap alone = headers("Cookie", "slipway_session=S");
        MultiMap wrong = headers("Cookie", "slipway_session=S", "X-CSRF-Token", Csrf.of("T"));
        MultiMap proven = headers("Cookie", "slipway_session=S", "X-CSRF-Token", Csrf.of("S"));

        // Then
        assertThat(CredentialReader.read(Dialect.NATIVE, "GET", alone, List.of()))
                .containsExactly(new PresentedCredential.Token("S"));
        assertThat(CredentialReader.read(Dialect.NATIVE, "DELETE", proven, List.of()))
                .containsExactly(new PresentedCredential.Token("S"));
        for (MultiMap refused : List.of(alone, wrong)) {
            assertThat(CredentialReader.read(Dialect.NATIVE, "DELETE", refused, List.of()))
                    .singleElement()
                    .isInstanceOf(PresentedCredential.Malformed.class);
        }
    }

    @Test
    void a_registry_token_is_the_registrys_alone() {
        // Then
        assertThat(read(Dialect.OCI, "Authorization", "Bearer slr_X"))
                .containsExactly(new PresentedCredential.RegistryToken("slr_X"));
        assertThat(read(Dialect.NATIVE, "Authorization", "Bearer slr_X"))
                .containsExactly(new PresentedCredential.Token("slr_X"));
    }

    @Test
    void every_credential_of_a_request_is_found() {
        // Then
        assertThat(read(Dialect.NATIVE, "Authorization", "Bearer A", "Cookie", "slipway_session=B"))
                .containsExactly(new PresentedCredential.Token("A"), new PresentedCredential.Token("B"));
    }

    @Test
    void no_credential_prints_its_secret() {
        // Then
        assertThat(new PresentedCredential.Token("s3cret").toString()).doesNotContain("s3cret");
        assertThat(new PresentedCredential.Password("ada", "s3cret").toString()).doesNotContain("s3cret");
        assertThat(new PresentedCredential.BareWord("s3cret").toString()).doesNotContain("s3cret");
        assertThat(new PresentedCredential.Signature("s3cret").toString()).doesNotContain("s3cret");
        assertThat(new PresentedCredential.DroneSession("s3cret", "s3cret").toString())
                .doesNotContain("s3cret");
    }

    private static List<PresentedCredential> read(Dialect dialect, String... headers) {
        return CredentialReader.read(dialect, "GET", headers(headers), List.of());
    }

    private static MultiMap headers(String... namesAndValues) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return headers;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
