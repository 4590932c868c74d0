package dev.slipway.kit.paging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.dialects.ErrorCode;
import dev.slipway.kit.error.SlipwayException;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagingTest {

    @Test
    void aCursorComesBackAsItWasGivenOut() {
        UUID id = UUID.randomUUID();

        // When
        Cursor cursor =
                Cursor.decode(Cursor.of("näme, with: signs", 42L, id, "").encode(), 4);

        // Then
        assertThat(cursor.text(0)).isEqualTo("näme, with: signs");
        assertThat(cursor.number(1)).isEqualTo(42);
        assertThat(cursor.id(2)).isEqualTo(id);
        assertThat(cursor.text(3)).isEmpty();
    }

    @Test
    void withoutACursorTheFirstPageIsMeant() {
        assertThat(Cursor.decode(null, 1)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "%%%", "!!", "YQ==YQ", "YR9i", "\u0000", "aGVsbG8gd29ybGQ\n", "💥"})
    void whatIsNoCursorIsTheCallersMistake(String text) {
        assertThatThrownBy(() -> Cursor.decode(text, 3)).satisfies(PagingTest::isInvalid);
    }

    @Test
    void aCursorOfAnotherListIsTheCallersMistake() {
        Cursor cursor = Cursor.decode(Cursor.of("name").encode(), 1);

        // When, Then
        assertThatThrownBy(() -> cursor.number(0)).satisfies(PagingTest::isInvalid);
        assertThatThrownBy(() -> cursor.id(0)).satisfies(PagingTest::isInvalid);
    }

    @Test
    void onlyAFurtherRowMakesAFurtherPage() {
        List<Integer> rows = IntStream.range(0, 11).boxed().toList();

        // When
        Page<Integer> full = Page.of(rows, 10, Cursor::of);
        Page<Integer> last = Page.of(rows.subList(0, 10), 10, Cursor::of);

        // Then
        assertThat(full.items()).hasSize(10);
        assertThat(Cursor.decode(full.next(), 1).number(0)).isEqualTo(9);
        assertThat(last.items()).hasSize(10);
        assertThat(last.next()).isNull();
        assertThat(Page.of(List.<Integer>of(), 10, Cursor::of).next()).isNull();
    }

    @Test
    void aLimitHasBounds() {
        assertThat(Limit.of(null)).isEqualTo(50);
        assertThat(Limit.of(1)).isEqualTo(1);
        assertThat(Limit.of(200)).isEqualTo(200);
        for (int wrong : new int[] {0, -1, 201, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> Limit.of(wrong)).satisfies(PagingTest::isInvalid);
        }
    }

    private static void isInvalid(Throwable failure) {
        assertThat(failure)
                .isInstanceOfSatisfying(
                        SlipwayException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID));
    }
}
