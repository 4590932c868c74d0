package dev.slipway.dialects.daocloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.GitRef;
import dev.slipway.events.RunStatus;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DaocloudWordsTest {

    @Test
    void restSaysOnlyTheDocumentedWords() {
        // When
        var words = Arrays.stream(RunStatus.values()).map(DaocloudStatus::rest);

        // Then
        assertThat(words)
                .containsExactly(
                        "Pending",
                        "Started",
                        "Started",
                        "Started",
                        "Success",
                        "Failure",
                        "Error",
                        "Cancelled",
                        "Timeout",
                        "Success",
                        "Success");
    }

    @Test
    void webhooksSpellCanceledWithOneLAndKnowNoTimeout() {
        // When
        var words = Arrays.stream(RunStatus.values()).map(DaocloudStatus::webhook);

        // Then
        assertThat(words)
                .containsExactly(
                        "Pending",
                        "Started",
                        "Started",
                        "Started",
                        "Success",
                        "Failure",
                        "Error",
                        "Canceled",
                        "Failure",
                        "Success",
                        "Success");
    }

    @Test
    void timesAreUtcWithAnOffsetAndNoFraction() {
        // When
        String text = DaocloudTime.format(Instant.parse("2015-12-01T06:25:57.987Z"));

        // Then
        assertThat(text).isEqualTo("2015-12-01T06:25:57+00:00");
    }

    @Test
    void aBranchIsTaggedWithItsNameAndSevenDigitsOfTheCommit() {
        // Given
        GitRef ref = new GitRef(GitRef.Kind.BRANCH, "Feature/Überall", "5785e42c7d6bfa754fc4765756e773ead6674aa1");

        // When
        String tag = DaocloudTag.of(ref);

        // Then
        assertThat(tag).isEqualTo("feature--berall-5785e42");
    }

    @Test
    void aTagIsTaggedWithItsOwnName() {
        assertThat(DaocloudTag.of(new GitRef(GitRef.Kind.TAG, "v1.0", null))).isEqualTo("v1.0");
    }

    @Test
    void aBranchWhoseCommitIsNotKnownYetIsTaggedWithItsNameAlone() {
        assertThat(DaocloudTag.of(new GitRef(GitRef.Kind.BRANCH, "master", null)))
                .isEqualTo("master");
    }
}
