package dev.slipway.gateway.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.dialects.ErrorCode;
import dev.slipway.kit.error.SlipwayException;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PasswordHasherTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final PasswordHasher hasher = new PasswordHasher(1, 2);

    @AfterEach
    void close() {
        hasher.close();
    }

    @Test
    void a_hash_is_argon2id_with_a_salt_of_its_own_and_verifies_its_password_alone() {
        // When
        String first = hasher.hash("correct horse").await().atMost(LIMIT);
        String second = hasher.hash("correct horse").await().atMost(LIMIT);

        // Then
        assertThat(first).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").isNotEqualTo(second);
        assertThat(hasher.verify("correct horse", first).await().atMost(LIMIT)).isTrue();
        assertThat(hasher.verify("wrong horse", first).await().atMost(LIMIT)).isFalse();
        assertThat(hasher.verifyNothing("correct horse").await().atMost(LIMIT)).isFalse();
    }

    @Test
    void more_at_once_than_the_queue_holds_are_refused_and_not_kept_waiting() {
        // When
        List<Uni<String>> asked = IntStream.range(0, 20)
                .mapToObj(i -> hasher.hash("p" + i).memoize().indefinitely())
                .toList();
        asked.forEach(uni -> uni.subscribe().with(done -> {}, refused -> {}));

        // Then
        assertThatThrownBy(() -> asked.get(19).await().atMost(LIMIT))
                .isInstanceOfSatisfying(
                        SlipwayException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE));
        assertThat(asked.get(0).await().atMost(LIMIT)).startsWith("$argon2id$");
    }
}
