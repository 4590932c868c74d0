package dev.slipway.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Like the formatter: mends the page on a developer's machine, and only looks in CI. */
class RoutesDocumentTest {

    @Test
    void the_printed_route_table_is_the_one_that_the_gateway_routes_by() throws IOException {
        // Given
        Path page = Path.of(System.getProperty("slipway.root"), "docs", "routes.md");
        String expected = RoutesDocument.markdown(RouteTable.load());
        String found = Files.exists(page) ? Files.readString(page) : "";

        // When
        if (!found.equals(expected) && System.getenv("CI") == null) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, expected);
            found = Files.readString(page);
        }

        // Then
        assertThat(found)
                .as("docs/routes.md is stale: run this test outside CI and commit the page")
                .isEqualTo(expected);
    }
}
