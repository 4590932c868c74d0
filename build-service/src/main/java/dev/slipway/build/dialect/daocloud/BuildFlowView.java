package dev.slipway.build.dialect.daocloud;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.build.flow.Flow;
import dev.slipway.dialects.daocloud.DaocloudStatus;
import dev.slipway.dialects.daocloud.DaocloudTime;
import dev.slipway.events.RunStatus;
import org.jspecify.annotations.Nullable;

/**
 * A build flow as DaoCloud shows it.
 *
 * @param status that of its last build; Pending before the first
 * @param srcOriginUrl absent in lists
 * @param packageId the image that its builds made; null while there is none
 */
record BuildFlowView(
        @JsonProperty("id") String id,
        @JsonProperty("name") String name,
        @JsonProperty("repo") String repo,
        @JsonProperty("src_provider") String srcProvider,
        @JsonProperty("status") String status,

        @JsonProperty("src_origin_url") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        String srcOriginUrl,

        @JsonProperty("package_id") @Nullable String packageId,
        @JsonProperty("created_at") String createdAt) {

    static BuildFlowView inList(Flow flow, @Nullable RunStatus lastBuild) {
        return of(flow, lastBuild, null);
    }

    static BuildFlowView alone(Flow flow, @Nullable RunStatus lastBuild) {
        return of(flow, lastBuild, flow.sourceUrl());
    }

    private static BuildFlowView of(Flow flow, @Nullable RunStatus lastBuild, @Nullable String sourceUrl) {
        return new BuildFlowView(
                flow.id().toString(),
                flow.displayName(),
                flow.repository().toString(),
                flow.provider(),
                DaocloudStatus.rest(lastBuild == null ? RunStatus.QUEUED : lastBuild),
                sourceUrl,
                null,
                DaocloudTime.format(flow.createdAt()));
    }
}
