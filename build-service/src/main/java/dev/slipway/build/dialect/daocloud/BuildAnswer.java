package dev.slipway.build.dialect.daocloud;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.build.build.Build;
import dev.slipway.dialects.daocloud.DaocloudStatus;
import dev.slipway.dialects.daocloud.DaocloudTag;
import dev.slipway.dialects.daocloud.DaocloudTime;
import dev.slipway.events.GitRef;

/**
 * A build as DaoCloud shows it.
 *
 * @param author of the commit; who asked for the build while the commit is not known
 * @param sha empty while it is not known
 * @param refIsTag the word true or false: a string in this API, a boolean in webhooks
 */
record BuildAnswer(
        @JsonProperty("id") long id,
        @JsonProperty("status") String status,
        @JsonProperty("created_at") String createdAt,
        @JsonProperty("author") String author,
        @JsonProperty("sha") String sha,
        @JsonProperty("tag") String tag,
        @JsonProperty("ref") String ref,
        @JsonProperty("ref_is_tag") String refIsTag,
        @JsonProperty("ref_is_branch") String refIsBranch) {

    static BuildAnswer of(Build build) {
        GitRef ref = build.ref();
        String sha = ref.sha();
        return new BuildAnswer(
                build.serial(),
                DaocloudStatus.rest(build.status()),
                DaocloudTime.format(build.createdAt()),
                build.commit() == null
                        ? build.trigger().principal()
                        : build.commit().authorName(),
                sha == null ? "" : sha,
                DaocloudTag.of(ref),
                ref.name(),
                String.valueOf(ref.kind() == GitRef.Kind.TAG),
                String.valueOf(ref.kind() == GitRef.Kind.BRANCH));
    }
}
