package dev.slipway.gateway.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryAccessTest {

    @Test
    void scopes_say_which_actions_on_which_repositories() {
        // When
        RegistryAccess access = RegistryAccess.ofScopes(
                List.of("repository:acme/app:pull,push repository:acme/base:pull", "repository:host:5000/x/y:pull"));

        // Then
        assertThat(access.allows("acme/app", "pull")).isTrue();
        assertThat(access.allows("acme/app", "push")).isTrue();
        assertThat(access.allows("acme/app", "delete")).isFalse();
        assertThat(access.allows("acme/base", "push")).isFalse();
        assertThat(access.allows("host:5000/x/y", "pull")).isTrue();
        assertThat(access.allows("acme", "pull")).isFalse();
    }

    @Test
    void what_is_not_understood_is_not_granted() {
        // When
        RegistryAccess access =
                RegistryAccess.ofScopes(List.of("", "registry:catalog:*", "repository:", "repository:acme", "x"));

        // Then
        assertThat(access.actions()).isEmpty();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "GET,    /v2/acme/app/manifests/latest,           acme/app,      pull",
        "HEAD,   /v2/acme/app/blobs/sha256:ab,            acme/app,      pull",
        "GET,    /v2/acme/app/tags/list,                  acme/app,      pull",
        "GET,    /v2/acme/app/referrers/sha256:ab,        acme/app,      pull",
        "PUT,    /v2/acme/app/manifests/1.0,              acme/app,      push",
        "POST,   /v2/acme/app/blobs/uploads/,             acme/app,      push",
        "POST,   /v2/acme/app/blobs/uploads,              acme/app,      push",
        "PATCH,  /v2/acme/app/blobs/uploads/7,            acme/app,      push",
        "GET,    /v2/acme/app/blobs/uploads/7,            acme/app,      push",
        "DELETE, /v2/acme/app/blobs/uploads/7,            acme/app,      push",
        "DELETE, /v2/acme/app/manifests/sha256:ab,        acme/app,      delete",
        "GET,    /v2/acme/blobs/tags/list,                acme/blobs,    pull",
        "GET,    /v2/acme/manifests/manifests/latest,     acme/manifests, pull"
    })
    void a_request_says_what_it_wants_of_which_repository(
            String method, String path, String repository, String action) {
        // Then
        assertThat(RegistryRequest.of(method, path)).isEqualTo(new RegistryRequest(repository, action));
    }

    @Test
    void a_challenge_names_the_scope_that_is_missing() {
        // Then
        assertThat(RegistryChallenge.of("https://ci.example.org", "PUT", "/v2/acme/app/manifests/1"))
                .isEqualTo(
                        "Bearer realm=\"https://ci.example.org/service/token\",service=\"slipway\",scope=\"repository:acme/app:pull,push\"");
        assertThat(RegistryChallenge.of("https://ci.example.org", "GET", "/v2/"))
                .isEqualTo("Bearer realm=\"https://ci.example.org/service/token\",service=\"slipway\"");
    }

    @Test
    void only_a_limited_token_is_held_against_what_is_asked() {
        // Given
        RegistryAccess pull = RegistryAccess.ofScopes(List.of("repository:acme/app:pull"));

        // Then
        assertThat(RegistryChallenge.covers(null, "PUT", "/v2/acme/app/manifests/1"))
                .isTrue();
        assertThat(RegistryChallenge.covers(pull, "GET", "/v2/")).isTrue();
        assertThat(RegistryChallenge.covers(pull, "GET", "/v2/acme/app/manifests/1"))
                .isTrue();
        assertThat(RegistryChallenge.covers(pull, "PUT", "/v2/acme/app/manifests/1"))
                .isFalse();
        assertThat(RegistryChallenge.covers(pull, "GET", "/v2/acme/other/manifests/1"))
                .isFalse();
    }
}
