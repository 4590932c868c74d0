package dev.slipway.gateway.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.gateway.GatewayTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = LocalIssuer.class, restrictToAnnotatedClass = true)
class OidcSignInTest extends GatewayTest {

    LocalIssuer issuer;

    @Test
    void whom_the_issuer_vouches_for_becomes_a_user_and_is_the_same_one_later() {
        // Given
        String subject = UUID.randomUUID().toString();
        String login = "o" + subject.substring(0, 12);

        // When
        HttpResponse<String> first = signIn(subject, login);
        HttpResponse<String> later = signIn(subject, "another-name");

        // Then
        assertThat(first.statusCode()).as(first.body()).isEqualTo(303);
        assertThat(userOf(first)).isEqualTo(login);
        assertThat(userOf(later)).isEqualTo(login);
    }

    @Test
    void a_login_that_somebody_has_is_not_given_to_whoever_claims_it() {
        // Given
        String login = newUser();
        String subject = UUID.randomUUID().toString();

        // When
        HttpResponse<String> refused = signIn(subject, login);

        // Then
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.headers().allValues("Set-Cookie")).noneMatch(cookie -> cookie.startsWith("slipway_session"));

        // When
        HttpResponse<String> linked = put(
                "/platform/v1/users/" + login + "/identity",
                ADMIN,
                "{\"issuer\":\"%s\",\"subject\":\"%s\"}".formatted(issuer.issuer(), subject));

        // Then
        assertThat(linked.statusCode()).isEqualTo(204);
        assertThat(userOf(signIn(subject, login))).isEqualTo(login);
    }

    @Test
    void a_disabled_user_does_not_come_back_as_a_new_one() {
        // Given
        String subject = UUID.randomUUID().toString();
        String login = userOf(signIn(subject, "o" + subject.substring(0, 12)));

        // When
        delete("/platform/v1/users/" + login, ADMIN);

        // Then
        assertThat(signIn(subject, "o" + UUID.randomUUID().toString().substring(0, 12))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void a_key_that_the_issuer_has_changed_is_fetched() {
        // Given
        String subject = UUID.randomUUID().toString();
        signIn(subject, "o" + subject.substring(0, 12));

        // When
        issuer.changeKey("k" + UUID.randomUUID());

        // Then
        assertThat(signIn(subject, "ignored").statusCode()).isEqualTo(303);
    }

    @Test
    void what_somebody_else_has_signed_or_meant_for_others_is_not_believed() {
        // Given
        Begun forged = begin();
        issuer.grantForged("forged", claims(forged, "s", "forged-user"), forged.challenge());
        Begun otherNonce = begin();
        JwtClaims nonce = claims(otherNonce, "s", "nonce-user");
        nonce.setStringClaim("nonce", "another");
        issuer.grant("nonce", nonce, otherNonce.challenge());
        Begun otherAudience = begin();
        JwtClaims audience = claims(otherAudience, "s", "audience-user");
        audience.setAudience("another-client");
        issuer.grant("audience", audience, otherAudience.challenge());

        // Then
        assertThat(comeBack(forged, "forged", forged.state()).statusCode()).isEqualTo(401);
        assertThat(comeBack(otherNonce, "nonce", otherNonce.state()).statusCode())
                .isEqualTo(401);
        assertThat(comeBack(otherAudience, "audience", otherAudience.state()).statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_sign_in_that_was_not_begun_by_this_browser_is_refused() {
        // Given
        Begun begun = begin();
        issuer.grant("stolen", claims(begun, "s", "stolen-user"), begun.challenge());

        // Then
        assertThat(comeBack(begun, "stolen", "another-state").statusCode()).isEqualTo(401);
        assertThat(send(request("/platform/v1/session/oidc/callback?code=stolen&state=" + begun.state()))
                        .statusCode())
                .isEqualTo(401);
        assertThat(send(request("/platform/v1/session/oidc/callback?error=access_denied&state=" + begun.state())
                                .header("Cookie", begun.cookie()))
                        .statusCode())
                .isEqualTo(401);
        assertThat(comeBack(new Begun(begun.state(), "", "", "slipway_oidc=AAAA"), "stolen", begun.state())
                        .statusCode())
                .isEqualTo(401);
    }

    private HttpResponse<String> signIn(String subject, String login) {
        Begun begun = begin();
        String code = UUID.randomUUID().toString();
        issuer.grant(code, claims(begun, subject, login), begun.challenge());
        return comeBack(begun, code, begun.state());
    }

    private Begun begin() {
        HttpResponse<String> begun = send(request("/platform/v1/session/oidc"));
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(303);
        URI location = URI.create(begun.headers().firstValue("Location").orElseThrow());
        assertThat(location.toString()).startsWith(issuer.issuer() + "/authorize?");
        Map<String, String> query = LocalIssuer.form(location.getRawQuery());
        assertThat(query)
                .containsEntry("response_type", "code")
                .containsEntry("client_id", LocalIssuer.CLIENT_ID)
                .containsEntry("code_challenge_method", "S256");
        String cookie = begun.headers().firstValue("Set-Cookie").orElseThrow();
        return new Begun(
                query.get("state"),
                query.get("nonce"),
                query.get("code_challenge"),
                cookie.substring(0, cookie.indexOf(';')));
    }

    private HttpResponse<String> comeBack(Begun begun, String code, String state) {
        return send(request("/platform/v1/session/oidc/callback?code=" + code + "&state=" + state)
                .header("Cookie", begun.cookie()));
    }

    private JwtClaims claims(Begun begun, String subject, String login) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(issuer.issuer());
        claims.setAudience(LocalIssuer.CLIENT_ID);
        claims.setSubject(subject);
        claims.setExpirationTimeMinutesInTheFuture(5);
        claims.setIssuedAtToNow();
        claims.setStringClaim("nonce", begun.nonce());
        claims.setStringClaim("preferred_username", login);
        return claims;
    }

    private String userOf(HttpResponse<String> signedIn) {
        String cookie = signedIn.headers().allValues("Set-Cookie").stream()
                .filter(value -> value.startsWith("slipway_session="))
                .findFirst()
                .orElseThrow();
        return read(send(request("/platform/v1/session").header("Cookie", cookie.substring(0, cookie.indexOf(';')))))
                .path("user")
                .asText();
    }

    private record Begun(String state, String nonce, String challenge, String cookie) {}
}
