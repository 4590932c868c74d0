package dev.slipway.events;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every kind of message: its record, its CloudEvents {@code type}, and the topic that carries it. */
public enum MessageType {
    BUILD_REQUESTED(BuildRequested.class, "dev.slipway.build.requested.v1", Topic.BUILD_COMMANDS),
    BUILD_CANCEL_REQUESTED(BuildCancelRequested.class, "dev.slipway.build.cancel_requested.v1", Topic.BUILD_COMMANDS),
    BUILD_QUEUED(BuildQueued.class, "dev.slipway.build.queued.v1", Topic.BUILD_COMMANDS),
    BUILD_STATUS_CHANGED(BuildStatusChanged.class, "dev.slipway.build.status_changed.v1", Topic.BUILD_EVENTS),
    BUILD_REFUSED(BuildRefused.class, "dev.slipway.build.refused.v1", Topic.BUILD_EVENTS),
    APP_ACTION_REQUESTED(AppActionRequested.class, "dev.slipway.app.action_requested.v1", Topic.APP_COMMANDS),
    APP_ACTION_STATUS_CHANGED(
            AppActionStatusChanged.class, "dev.slipway.app.action_status_changed.v1", Topic.APP_EVENTS),
    APP_STATE_CHANGED(AppStateChanged.class, "dev.slipway.app.state_changed.v1", Topic.APP_EVENTS),
    PIPELINE_RUN_REQUESTED(
            PipelineRunRequested.class, "dev.slipway.pipeline.run_requested.v1", Topic.PIPELINE_COMMANDS),
    PIPELINE_RUN_CANCEL_REQUESTED(
            PipelineRunCancelRequested.class, "dev.slipway.pipeline.run_cancel_requested.v1", Topic.PIPELINE_COMMANDS),
    PIPELINE_RUN_STATUS_CHANGED(
            PipelineRunStatusChanged.class, "dev.slipway.pipeline.run_status_changed.v1", Topic.PIPELINE_EVENTS),
    IMAGE_PUSHED(ImagePushed.class, "dev.slipway.image.pushed.v1", Topic.REGISTRY_EVENTS),
    IMAGE_DELETED(ImageDeleted.class, "dev.slipway.image.deleted.v1", Topic.REGISTRY_EVENTS);

    private static final Map<String, MessageType> BY_TYPE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(MessageType::type, Function.identity()));
    private static final Map<Class<? extends Message>, MessageType> BY_RECORD =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(MessageType::record, Function.identity()));

    private final Class<? extends Message> recordClass;
    private final String type;
    private final Topic topic;

    MessageType(Class<? extends Message> recordClass, String type, Topic topic) {
        this.recordClass = recordClass;
        this.type = type;
        this.topic = topic;
    }

    public Class<? extends Message> record() {
        return recordClass;
    }

    /** The CloudEvents {@code type}. */
    public String type() {
        return type;
    }

    public Topic topic() {
        return topic;
    }

    public static Optional<MessageType> ofType(String type) {
        return Optional.ofNullable(BY_TYPE.get(type));
    }

    public static MessageType of(Message message) {
        MessageType found = BY_RECORD.get(message.getClass());
        if (found == null) {
            throw new IllegalArgumentException(message.getClass().getName() + " has no message type");
        }
        return found;
    }
}
