package dev.slipway.kit.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.dialects.ErrorCode;
import dev.slipway.kit.error.SlipwayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlugTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "7", "acme", "acme-corp", "a--b", "a_b", "a__b", "v1.2", "a.b-c_d"})
    void aSlugIsTaken(String slug) {
        // When
        String taken = Slug.require("owner", slug);

        // Then
        assertThat(taken).isEqualTo(slug);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Acme",
                "ACME",
                "-a",
                "a-",
                ".a",
                "a.",
                "_a",
                "a_",
                "a..b",
                "a___b",
                "a.-b",
                "a b",
                "a/b",
                "..",
                "é",
                "a\n",
                "\na",
                "a\u0000b"
            })
    void whatIsNoSlugIsRefused(String text) {
        assertThatThrownBy(() -> Slug.require("owner", text))
                .isInstanceOfSatisfying(SlipwayException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.INVALID);
                    assertThat(refused.field()).isEqualTo("owner");
                });
    }

    @Test
    void aSlugHasAtMost39Characters() {
        assertThat(Slug.isSlug("a".repeat(Slug.MAX_CHARACTERS))).isTrue();
        assertThat(Slug.isSlug("a".repeat(Slug.MAX_CHARACTERS + 1))).isFalse();
    }

    /** Java's regular expressions go one frame deeper with each repetition of a group. */
    @Test
    void aHostileTextIsRefusedWithoutExhaustingTheStack() {
        assertThat(Slug.isSlug("a-".repeat(1_000_000))).isFalse();
    }
}
