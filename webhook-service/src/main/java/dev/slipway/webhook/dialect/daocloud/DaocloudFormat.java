package dev.slipway.webhook.dialect.daocloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.slipway.dialects.daocloud.DaocloudStatus;
import dev.slipway.dialects.daocloud.DaocloudTag;
import dev.slipway.dialects.daocloud.DaocloudTime;
import dev.slipway.events.BuildSnapshot;
import dev.slipway.events.GitRef;
import dev.slipway.events.RunStatus;
import dev.slipway.webhook.format.Formats;
import dev.slipway.webhook.format.PayloadFormat;
import dev.slipway.webhook.format.SubscriberEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Tells of builds as DaoCloud's document does: one POST for each change of a stage and of the build. */
@ApplicationScoped
public class DaocloudFormat implements PayloadFormat {

    /** The document: a fixed value, kept for older clients. */
    private static final String BUILD_TYPE = "ci_build";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    @Override
    public String name() {
        return "daocloud";
    }

    /** One known client compares the string, without a charset. */
    @Override
    public String contentType() {
        return "application/json";
    }

    @Override
    public String defaultPolicy() {
        return "daocloud";
    }

    @Override
    public List<String> defaultEventTypes() {
        return List.of("build.*");
    }

    @Override
    public List<String> eventTypes() {
        return Formats.BUILD_EVENT_TYPES;
    }

    @Override
    public byte[] render(SubscriberEvent event) {
        try {
            return JSON.writeValueAsBytes(payload(event.change().build(), event.time()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a payload of strings and numbers cannot be written", e);
        }
    }

    private static DaocloudPayload payload(BuildSnapshot snapshot, Instant time) {
        String flowId = snapshot.flow().id().toString();
        return new DaocloudPayload(
                snapshot.flow().repository(),
                image(snapshot),
                snapshot.flow().name(),
                flowId,
                build(snapshot, flowId, time));
    }

    private static DaocloudPayload.Build build(BuildSnapshot snapshot, String flowId, Instant time) {
        GitRef ref = snapshot.ref();
        boolean isBranch = ref.kind() == GitRef.Kind.BRANCH;
        return new DaocloudPayload.Build(
                flowId,
                stages(snapshot),
                status(snapshot.status()),
                durationSeconds(snapshot, time),
                snapshot.trigger().principal(),
                snapshot.trigger().event().name().toLowerCase(Locale.ROOT),
                sha(snapshot),
                ref.name(),
                isBranch,
                ref.kind() == GitRef.Kind.TAG,
                DaocloudTag.of(sha(snapshot).isEmpty() ? ref : ref.withSha(sha(snapshot))),
                isBranch ? ref.name() : null,
                ref.kind() == GitRef.Kind.PULL_REQUEST ? ref.name() : "",
                snapshot.commit() == null ? "" : snapshot.commit().message(),
                DaocloudTime.format(snapshot.createdAt()),
                BUILD_TYPE);
    }

    private static String image(BuildSnapshot snapshot) {
        String image = snapshot.image();
        return snapshot.status() == RunStatus.SUCCEEDED && image != null ? image : "";
    }

    private static List<DaocloudPayload.Stage> stages(BuildSnapshot snapshot) {
        return snapshot.stages().stream()
                .filter(stage -> isTold(stage.status()))
                .map(stage -> new DaocloudPayload.Stage(stage.name(), status(stage.status())))
                .toList();
    }

    private static String sha(BuildSnapshot snapshot) {
        if (snapshot.commit() != null) {
            return snapshot.commit().sha();
        }
        String resolved = snapshot.ref().sha();
        return resolved == null ? "" : resolved;
    }

    /** While the build runs, up to the change that is told of. */
    private static long durationSeconds(BuildSnapshot snapshot, Instant time) {
        Instant startedAt = snapshot.startedAt();
        if (startedAt == null) {
            return 0;
        }
        Instant until = snapshot.finishedAt() == null ? time : snapshot.finishedAt();
        return Math.max(0, Duration.between(startedAt, until).toSeconds());
    }

    /**
     * The document lists Success, Failure, Error, Started and Canceled for webhooks, and nothing for what waits in the queue. Its
     * {@code started_at} is the time at which the build was caused, so a queued build is told of as Started.
     */
    private static String status(RunStatus status) {
        return DaocloudStatus.webhook(status == RunStatus.QUEUED ? RunStatus.RUNNING : status);
    }

    /** Whether a stage in that state is listed: there is no word for one that has not begun, or never will. */
    private static boolean isTold(RunStatus stage) {
        return switch (stage) {
            case QUEUED, SKIPPED, IGNORED -> false;
            case RUNNING, WAITING, PAUSED, SUCCEEDED, FAILED, ERRORED, CANCELED, TIMED_OUT -> true;
        };
    }
}
