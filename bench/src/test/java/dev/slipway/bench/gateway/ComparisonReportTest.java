package dev.slipway.bench.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.bench.load.LoadFigures;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonReportTest {

    private final Results results = new Results();

    @Test
    void itTellsWhatIsComparedAndBesideWhichTarget() {
        // Given
        results.add(ComparisonReport.DIRECT, 1, measurement(20_000, 40));
        results.add(ComparisonReport.NGINX, 32, measurement(20_000, 1_500));
        results.add(ComparisonReport.SPRING, 32, measurement(4_000, 8_000));
        results.add(ComparisonReport.SLIPWAY, 32, measurement(10_000, 3_000));
        results.add(ComparisonReport.SLIPWAY, 1, measurement(4_000, 240));

        // When
        String report = printed();

        // Then
        assertThat(report)
                .contains("| Slipway | 32 | 10,000 | 3,000 |")
                .contains("Slipway / nginx at c = 32: 0.50 (target ≥ 0.35")
                .contains("Slipway / Spring Cloud Gateway at c = 32: 2.50 (target ≥ 2)")
                .contains("added p50 at c = 1, Slipway: 200 µs (target ≤ 250 µs)")
                .contains("resident, Slipway: 250 MiB");
    }

    @Test
    void withoutNginxThereIsNoRatioToIt() {
        // Given
        results.add(ComparisonReport.DIRECT, 1, measurement(20_000, 40));
        results.add(ComparisonReport.SLIPWAY, 32, measurement(10_000, 3_000));

        // When
        String report = printed();

        // Then
        assertThat(report).contains("| Slipway | 32 |").doesNotContain("nginx");
    }

    private String printed() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ComparisonReport(results, List.of(1, 32)).print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Measurement measurement(double perSecond, double p50Micros) {
        return new Measurement(new LoadFigures(1, perSecond, p50Micros, p50Micros), 1, 250, 0);
    }
}
