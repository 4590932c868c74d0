package dev.slipway.app.dialect.daocloud;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.app.action.Action;
import dev.slipway.dialects.daocloud.DaocloudTime;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An action as DaoCloud shows it.
 *
 * @param endDate null while it is in process
 * @param timeCostSeconds whole seconds; still growing while it is in process
 */
record ActionItem(
        @JsonProperty("end_date") @Nullable String endDate,
        @JsonProperty("action_name") String actionName,
        @JsonProperty("state") String state,
        @JsonProperty("app_id") String appId,
        @JsonProperty("start_date") String startDate,
        @JsonProperty("error_info") ErrorInfo errorInfo,
        @JsonProperty("id") String id,
        @JsonProperty("time_cost_seconds") long timeCostSeconds) {

    /** @param message null unless it failed */
    record ErrorInfo(@JsonProperty("message") @Nullable String message) {}

    static ActionItem of(Action action, Instant now) {
        Instant end = action.finishedAt();
        Duration cost = Duration.between(action.startedAt(), end == null ? now : end);
        return new ActionItem(
                end == null ? null : DaocloudTime.format(end),
                DaocloudAppWords.name(action.kind()),
                DaocloudAppWords.state(action.status()),
                action.appId().toString(),
                DaocloudTime.format(action.startedAt()),
                new ErrorInfo(action.error()),
                action.id().toString(),
                Math.max(0, cost.toSeconds()));
    }
}
