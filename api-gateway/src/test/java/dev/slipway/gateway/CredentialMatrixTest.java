package dev.slipway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.kit.crypto.Hashes;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every dialect's carriers of an opaque token, with tokens in every state. */
@QuarkusTest
class CredentialMatrixTest extends GatewayTest {

    @ParameterizedTest(name = "{0}: {1}: {2}")
    @CsvSource({
        "daocloud,      /v1/build-flows,         Authorization, token %s,  drone",
        "daocloud,      /v1/build-flows,         Authorization, TOKEN %s,  native",
        "daocloud,      /v1/build-flows,         Authorization, %s,        oci",
        "serverless-cd, /api/tokens/list,        cd_token,      %s,        daocloud",
        "drone,         /api/user,               Authorization, Bearer %s, daocloud",
        "drone,         /api/user,               Authorization, %s,        serverless-cd",
        "harbor,        /service/token,          Authorization, BASIC %s,  drone",
        "oci,           /v2/acme/app/tags/list,  Authorization, BASIC %s,  harbor",
        "oci,           /v2/acme/app/tags/list,  Authorization, Bearer %s, native",
        "codearts,      /v3/auth/tokens,         X-Auth-Token,  %s,        native",
        "native,        /platform/v1/flows,      Authorization, Bearer %s, codearts"
    })
    void a_token_is_let_in_right_and_refused_in_every_other_state(
            String dialect, String path, String header, String form, String otherDialect) {
        // Given
        String login = newUser();
        String right = newToken(login).path("token").asText();
        String here = limitedTo(login, dialect);
        String elsewhere = limitedTo(login, otherDialect);
        String expired = newToken(login).path("token").asText();
        sql("UPDATE token SET expires_at = now() - interval '1 second' WHERE sha256 = $1", Hashes.sha256Hex(expired));
        var gone = newToken(login);
        delete("/platform/v1/tokens/" + gone.path("id").asText(), ADMIN);

        // Then
        assertThat(ask(path, header, form, right)).isNotEqualTo(401);
        assertThat(ask(path, header, form, here)).isNotEqualTo(401);
        assertThat(ask(path, header, form, elsewhere)).isEqualTo(401);
        assertThat(ask(path, header, form, expired)).isEqualTo(401);
        assertThat(ask(path, header, form, gone.path("token").asText())).isEqualTo(401);
        assertThat(ask(path, header, form, "slp_nobody-has-this-one")).isEqualTo(401);
        assertThat(ask(path, header, form, right + " x")).isEqualTo(401);
    }

    private String limitedTo(String login, String dialect) {
        return boundedToken(login, "\"dialects\":[\"%s\"]".formatted(dialect));
    }

    private int ask(String path, String header, String form, String token) {
        String value = form.startsWith("BASIC") ? basic("whoever", token) : form.formatted(token);
        HttpRequest.Builder request = request(path).header(header, value);
        return send(request).statusCode();
    }
}
