package dev.slipway.webhook.dialect.daocloud;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of DaoCloud's webhook, field for field as its document has it (in snake_case as JSON).
 *
 * @param repo {@code owner/name}
 * @param image address and tag of the image that was built; empty unless the build is a {@code Success} that made one
 * @param name of the flow
 * @param buildFlowId also here, since clients of the older revision of the API read it at the top level
 */
record DaocloudPayload(String repo, String image, String name, String buildFlowId, Build build) {

    /**
     * @param stages that have begun; the document has no word for one that has not
     * @param durationSeconds since the first job began; 0 before
     * @param author who caused the build
     * @param triggeredBy push, tag, pull_request, deployment or manual
     * @param sha empty while it is not known
     * @param tag of the image, whether it was built yet or not; empty while the commit is not known
     * @param branch the ref if that is a branch
     * @param pullRequest its number; empty if the build is not of one
     * @param startedAt when the build was caused
     */
    record Build(
            String buildFlowId,
            List<Stage> stages,
            String status,
            long durationSeconds,
            String author,
            String triggeredBy,
            String sha,
            String ref,
            boolean refIsBranch,
            boolean refIsTag,
            String tag,
            @Nullable String branch,
            String pullRequest,
            String message,
            String startedAt,
            String buildType) {}

    record Stage(String name, String status) {}
}
