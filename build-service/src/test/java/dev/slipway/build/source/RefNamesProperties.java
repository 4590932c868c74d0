package dev.slipway.build.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.GitRef;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RefNamesProperties {

    /** The real git is the judge: whatever is accepted here, it accepts too. */
    @Property(tries = 150)
    void acceptsNothingThatGitRefuses(@ForAll("names") String name) throws Exception {
        // Given
        boolean accepted = RefNames.isValid(new GitRef(GitRef.Kind.BRANCH, name, null));

        // When
        int exitCode = new ProcessBuilder("git", "check-ref-format", "refs/heads/" + name)
                .start()
                .waitFor();

        // Then
        assertThat(accepted && exitCode != 0).as(name).isFalse();
        assertThat(accepted && name.startsWith("-")).isFalse();
        assertThat(accepted && !new String(name.getBytes(UTF_8), UTF_8).equals(name))
                .as(name)
                .isFalse();
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.of(
                        "a", "b", "/", ".", "..", "-", "~", "^", ":", "?", "*", "[", "\\", "@", "{", " ", ".lock", "é",
                        "\u007f", "\ud800", "x1")
                .list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .map(parts -> String.join("", parts));
    }
}
