package dev.slipway.gateway.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.dialects.Dialect;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class CredentialReaderProperties {

    @Property
    void any_header_is_answered_and_a_token_is_always_visible_ascii(@ForAll Dialect dialect, @ForAll String header) {
        // When
        PresentedCredential credential = CredentialReader.read(dialect, List.of(header));

        // Then
        assertThat(credential).isNotNull();
        if (credential instanceof PresentedCredential.Token token) {
            assertThat(token.value()).matches("[!-~]+");
        }
    }
}
