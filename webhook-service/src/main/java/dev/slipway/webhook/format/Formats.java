package dev.slipway.webhook.format;

import dev.slipway.events.BuildStatusChanged;
import dev.slipway.kit.error.SlipwayException;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The formats that there are, and what may be subscribed to in each. */
@ApplicationScoped
public class Formats {

    /** The kinds of events that Slipway has, also those that no format tells of yet. */
    private static final List<String> FAMILIES = List.of("build.", "app.", "pipeline.", "image.", "endpoint.");

    /** All events of builds. */
    public static final List<String> BUILD_EVENT_TYPES = Arrays.stream(BuildStatusChanged.Change.values())
            .map(BuildStatusChanged.Change::eventType)
            .toList();

    private final Map<String, PayloadFormat> byName = new TreeMap<>();

    public Formats(@All List<PayloadFormat> formats) {
        formats.forEach(format -> byName.put(format.name(), format));
    }

    /** @throws SlipwayException if there is no such format */
    public PayloadFormat named(String name) {
        PayloadFormat format = byName.get(name);
        if (format == null) {
            throw SlipwayException.invalid("format", "one of " + byName.keySet());
        }
        return format;
    }

    /**
     * Refuses a subscription that could never be served whole, at once, rather than leaving events out in silence later.
     *
     * @throws SlipwayException if the pattern takes no type that the format can express, or also some that it cannot
     */
    public static void requireExpressible(PayloadFormat format, EventTypePattern pattern) {
        boolean reachesOthers = FAMILIES.stream()
                .filter(family -> format.eventTypes().stream().noneMatch(type -> type.startsWith(family)))
                .anyMatch(pattern::mayReach);
        if (reachesOthers) {
            throw SlipwayException.invalid(
                    "event_types",
                    "the format " + format.name() + " cannot express " + pattern.text() + ", only "
                            + format.eventTypes());
        }
        if (format.eventTypes().stream().noneMatch(pattern::matches)) {
            throw SlipwayException.invalid(
                    "event_types", pattern.text() + " matches no event; there are " + format.eventTypes());
        }
    }
}
