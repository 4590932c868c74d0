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
        assertThat(Limit.of("1")).isEqualTo(1);
        assertThat(Limit.of("200")).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "201", "2147483648", "-2147483648", "x", "", " 1", "1.5", "1e2", "0x10", "null"})
    void aLimitThatIsNoNumberWithinTheBoundsIsRefused(String wrong) {
        assertThatThrownBy(() -> Limit.of(wrong))
                .satisfies(PagingTest::isInvalid)
                .hasMessage("limit: must be a whole number between 1 and 200");
    }

    @Test
    void anotherParameterHasItsOwnBoundsAndName() {
        // When
        int told = Limit.of("lines", "1000", 20, 1000);
        int unlessTold = Limit.of("lines", null, 20, 1000);

        // Then
        assertThat(told).isEqualTo(1000);
        assertThat(unlessTold).isEqualTo(20);
        assertThatThrownBy(() -> Limit.of("lines", "1001", 20, 1000))
                .satisfies(PagingTest::isInvalid)
                .hasMessage("lines: must be a whole number between 1 and 1000");
    }

    private static void isInvalid(Throwable failure) {
        assertThat(failure)
                .isInstanceOfSatisfying(
                        SlipwayException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID));
    }
}
