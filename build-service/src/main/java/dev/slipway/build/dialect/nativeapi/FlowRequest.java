package dev.slipway.build.dialect.nativeapi;

import dev.slipway.build.flow.NewFlow;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /platform/v1/flows}.
 *
 * @param name shown to people; required
 * @param repository {@code owner/name}; required
 * @param sourceUrl http, https or file, without credentials; required
 * @param defaultBranch main if absent
 * @param visibility public or private; private if absent
 * @param definitionPath the file that defines its builds; the usual ones are looked for if absent
 * @param timeLimitSeconds of one build; 3600 if absent
 */
record FlowRequest(
        @Nullable String name,
        @Nullable String repository,
        @Nullable String sourceUrl,
        @Nullable String defaultBranch,
        @Nullable String visibility,
        @Nullable String definitionPath,
        @Nullable Integer timeLimitSeconds) {

    NewFlow checked() {
        return NewFlow.of(name, repository, sourceUrl, defaultBranch, visibility, definitionPath, timeLimitSeconds);
    }
}
