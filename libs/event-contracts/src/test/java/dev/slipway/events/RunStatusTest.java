package dev.slipway.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunStatusTest {

    @Test
    void theLastSevenAreFinal() {
        assertThat(Arrays.stream(RunStatus.values()).filter(RunStatus::isFinal))
                .containsExactly(Arrays.copyOfRange(RunStatus.values(), 4, 11));
    }

    @ParameterizedTest
    @CsvSource({
        "BRANCH, main, refs/heads/main",
        "TAG, v1.0, refs/tags/v1.0",
        "PULL_REQUEST, 7, refs/pull/7/head",
        "SHA, 0123456789abcdef0123456789abcdef01234567, 0123456789abcdef0123456789abcdef01234567",
    })
    void aRefHasTheFullNameThatGitGivesIt(GitRef.Kind kind, String name, String fullName) {
        assertThat(new GitRef(kind, name, null).fullName()).isEqualTo(fullName);
    }
}
