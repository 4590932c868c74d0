package dev.slipway.events;

import java.time.Duration;

/**
 * Every topic, with its owner, which creates it. Dead letters of a topic go to {@link #deadLetters()}.
 *
 * <p>Commands are kept for a week, events too; the inbox of every consumer remembers longer than that.
 */
public enum Topic {
    BUILD_COMMANDS("slipway.build.commands.v1", "build-service"),
    BUILD_EVENTS("slipway.build.events.v1", "build-service"),
    APP_COMMANDS("slipway.app.commands.v1", "app-service"),
    APP_EVENTS("slipway.app.events.v1", "app-service"),
    PIPELINE_COMMANDS("slipway.pipeline.commands.v1", "pipeline-service"),
    PIPELINE_EVENTS("slipway.pipeline.events.v1", "pipeline-service"),
    REGISTRY_EVENTS("slipway.registry.events.v1", "registry-service");

    /** How long a topic keeps a message. */
    public static final Duration RETENTION = Duration.ofDays(7);

    /** How long a dead letter is kept for a replay. */
    public static final Duration DEAD_LETTER_RETENTION = Duration.ofDays(14);

    /** The largest message, headers included, that a topic takes. */
    public static final int MESSAGE_MAX_BYTES = 1024 * 1024;

    /** A dead letter is a message and the reason why it became one. */
    public static final int DEAD_LETTER_MAX_BYTES = 2 * MESSAGE_MAX_BYTES;

    /** Bounds how many replicas of one consumer work at once. */
    public static final int PARTITIONS = 12;

    private final String topicName;
    private final String owner;

    Topic(String topicName, String owner) {
        this.topicName = topicName;
        this.owner = owner;
    }

    public String topicName() {
        return topicName;
    }

    /** The service that creates the topic with its partitions and retention. */
    public String owner() {
        return owner;
    }

    public String deadLetters() {
        return topicName + ".dlq";
    }
}
