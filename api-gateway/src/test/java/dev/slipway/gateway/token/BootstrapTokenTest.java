package dev.slipway.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.gateway.GatewayTest;
import dev.slipway.gateway.credential.CredentialHolder;
import dev.slipway.kit.crypto.Hashes;
import dev.slipway.kit.crypto.Tokens;
import dev.slipway.kit.db.Database;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BootstrapTokenTest extends GatewayTest {

    @Inject
    Database database;

    @Inject
    AccessTokens tokens;

    @AfterEach
    void startAsBefore() {
        startWith(ADMIN.substring("Bearer ".length()));
    }

    @Test
    void another_token_at_a_later_start_retires_the_one_before() {
        // Given
        String first = Tokens.random("slp_");
        String second = Tokens.random("slp_");
        startWith(first);

        // When
        startWith(second);

        // Then
        assertThat(holder(first)).isEmpty();
        assertThat(holder(second)).hasValueSatisfying(holder -> {
            assertThat(holder.login()).isEqualTo("admin");
            assertThat(holder.administrator()).isTrue();
        });
    }

    @Test
    void the_same_token_at_a_later_start_stays_and_an_earlier_one_may_come_back() {
        // Given
        String first = Tokens.random("slp_");
        startWith(first);
        startWith(first);
        assertThat(holder(first)).isPresent();
        startWith(Tokens.random("slp_"));

        // When
        startWith(first);

        // Then
        assertThat(holder(first)).isPresent();
    }

    @Test
    void a_start_without_a_token_leaves_everything_as_it_is() {
        // Given
        String first = Tokens.random("slp_");
        startWith(first);

        // When
        new BootstrapToken(database, Optional.empty()).install(new StartupEvent());
        startWith("  ");

        // Then
        assertThat(holder(first)).isPresent();
    }

    @Test
    void a_token_that_was_revoked_by_hand_does_not_come_back_with_a_restart() {
        // Given
        String first = Tokens.random("slp_");
        startWith(first);
        String id = holder(first).orElseThrow().credentialId();
        assertThat(delete("/platform/v1/tokens/" + id, "Bearer " + first).statusCode())
                .isEqualTo(204);

        // When
        startWith(first);

        // Then
        assertThat(holder(first)).isEmpty();
    }

    @Test
    void tokens_that_people_made_are_never_retired() {
        // Given
        String made = newToken("admin").path("token").asText();

        // When
        startWith(Tokens.random("slp_"));

        // Then
        assertThat(holder(made)).isPresent();
    }

    private void startWith(String token) {
        new BootstrapToken(database, Optional.of(token)).install(new StartupEvent());
    }

    private Optional<CredentialHolder> holder(String token) {
        return tokens.holder(Hashes.sha256Hex(token)).await().atMost(LIMIT);
    }
}
