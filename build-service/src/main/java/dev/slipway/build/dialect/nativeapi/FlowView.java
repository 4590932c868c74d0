package dev.slipway.build.dialect.nativeapi;

import dev.slipway.build.flow.Flow;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A flow as the native API shows it. */
record FlowView(
        UUID id,
        long serial,
        String name,
        String repository,
        String sourceUrl,
        String provider,
        String defaultBranch,
        String visibility,
        @Nullable String definitionPath,
        int timeLimitSeconds,
        String createdBy,
        Instant createdAt,
        Instant updatedAt) {

    static FlowView of(Flow flow) {
        return new FlowView(
                flow.id(),
                flow.serial(),
                flow.displayName(),
                flow.repository().toString(),
                flow.sourceUrl(),
                flow.provider(),
                flow.defaultBranch(),
                flow.visibility().name().toLowerCase(Locale.ROOT),
                flow.definitionPath(),
                flow.timeLimitSeconds(),
                flow.createdBy(),
                flow.createdAt(),
                flow.updatedAt());
    }
}
