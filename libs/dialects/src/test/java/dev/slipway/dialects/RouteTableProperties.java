package dev.slipway.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class RouteTableProperties {

    private final RouteTable table = RouteTable.load();

    @Property
    void every_route_serves_every_path_of_its_shape(
            @ForAll("routes") Route route, @ForAll("names") @Size(12) List<String> names) {
        // Given
        String path = fill(route, names);

        // When
        RouteMatch match = table.match(route.method(), path);

        // Then
        assertThat(match).as(path).isInstanceOf(RouteMatch.Found.class);
        Route served = ((RouteMatch.Found) match).route();
        assertThat(served.method()).isEqualTo(route.method());
        assertThat(served.dialect()).as("%s and %s overlap", served, route).isEqualTo(route.dialect());
    }

    @Property
    void any_text_is_answered_and_never_served_by_a_route_of_another_method(
            @ForAll String path, @ForAll("methods") String method) {
        // When
        RouteMatch match = table.match(method, path);

        // Then
        if (match instanceof RouteMatch.Found found) {
            assertThat(found.route().method()).isEqualTo(method);
        } else if (match instanceof RouteMatch.WrongMethod wrong) {
            assertThat(wrong.allowed()).isNotEmpty().doesNotContain(method);
        }
        assertThat(Dialects.ofPath(method, path)).isNotNull();
    }

    @Provide
    Arbitrary<Route> routes() {
        return Arbitraries.of(table.routes());
    }

    @Provide
    Arbitrary<List<String>> names() {
        // Words that no pattern has, so that a path is of exactly one shape.
        return Arbitraries.strings()
                .withChars("xyz0123456789-_.")
                .ofMinLength(1)
                .ofMaxLength(12)
                .list();
    }

    @Provide
    Arbitrary<String> methods() {
        return Arbitraries.of("GET", "POST", "PUT", "DELETE", "PATCH");
    }

    private static String fill(Route route, List<String> names) {
        List<String> left = new java.util.ArrayList<>(names);
        return route.segments().stream()
                .map(segment -> {
                    if (!segment.startsWith("{")) {
                        return segment;
                    }
                    String name = left.remove(0);
                    return segment.endsWith("...}") ? name + "/" + left.remove(0) : name;
                })
                .collect(Collectors.joining("/", "/", ""));
    }
}
