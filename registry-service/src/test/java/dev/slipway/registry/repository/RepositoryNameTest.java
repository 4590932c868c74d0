package dev.slipway.registry.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.registry.fault.RegistryException;
import dev.slipway.registry.fault.RegistryFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"acme/shop", "acme/shop/web", "a/b", "acme-corp/my_app", "a__b/c.d", "a---b/c-d_e.f/0"})
    void aNameOfTheGrammarIsAccepted(String name) {
        // When
        RepositoryName parsed = RepositoryName.parse(name);

        // Then
        assertThat(parsed.value()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "acme",
                "/acme",
                "acme/",
                "acme//shop",
                "Acme/shop",
                "acme/.shop",
                "acme/shop.",
                "acme/a..b",
                "acme/a___b",
                "acme/a._b",
                "acme/a-_b",
                "acme/sh op",
                "acme/shöp",
                "acme/..",
                "../etc/passwd",
                "acme/a%2fb"
            })
    void aNameOutsideOfTheGrammarIsRefused(String name) {
        // When / Then
        assertThatExceptionOfType(RegistryException.class)
                .isThrownBy(() -> RepositoryName.parse(name))
                .satisfies(refused -> assertThat(refused.fault()).isEqualTo(RegistryFault.NAME_INVALID));
    }

    @Test
    void theFirstPartIsTheTenant() {
        // Given
        RepositoryName name = RepositoryName.parse("acme/shop/web");

        // When
        String tenant = name.tenant();

        // Then
        assertThat(tenant).isEqualTo("acme");
    }

    @Test
    void anOwnerThatNoTenantCanHaveIsRefused() {
        // Given
        String longest = "a".repeat(39) + "/shop";

        // When / Then
        assertThat(RepositoryName.parse(longest).value()).isEqualTo(longest);
        assertThatExceptionOfType(RegistryException.class).isThrownBy(() -> RepositoryName.parse("a" + longest));
    }

    @Test
    void aNameOfMoreThan255CharactersIsRefused() {
        // Given
        String longest = "a/" + "b".repeat(253);

        // When / Then
        assertThat(RepositoryName.parse(longest).value()).hasSize(255);
        assertThatExceptionOfType(RegistryException.class).isThrownBy(() -> RepositoryName.parse(longest + "b"));
    }
}
