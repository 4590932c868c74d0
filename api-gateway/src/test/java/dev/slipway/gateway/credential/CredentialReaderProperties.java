package dev.slipway.gateway.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.dialects.Dialect;
import io.vertx.core.MultiMap;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class CredentialReaderProperties {

    @Property
    void any_header_is_answered_and_a_token_is_always_visible_ascii(
            @ForAll Dialect dialect, @ForAll String authorization, @ForAll String cookie) {
        // Given
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .add("Authorization", authorization)
                .add("cd_token", authorization)
                .add("Cookie", "slipway_session=" + cookie);

        // When
        List<PresentedCredential> found = CredentialReader.read(dialect, "GET", headers, List.of());

        // Then
        found.forEach(credential -> {
            if (credential instanceof PresentedCredential.Token token) {
                assertThat(token.value()).matches("[!-~]+");
            }
        });
    }
}
