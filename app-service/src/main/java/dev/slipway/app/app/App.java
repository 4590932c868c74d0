package dev.slipway.app.app;

import dev.slipway.events.AppSnapshot;
import dev.slipway.events.AppState;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that runs for a tenant: a command line.
 *
 * @param command the program and its arguments
 * @param environment encrypted; its values may be secret
 * @param version rises with every change that is told
 * @param reason why it is {@link AppState#FAILED}, or STOPPED though no action asked for it; null otherwise
 * @param node the node that runs it, or ran it last; null before the first start
 * @param runId the start that it lives from; null before the first
 * @param operatedAt when somebody last asked for an action; when it was made, before the first
 */
public record App(
        UUID id,
        String tenant,
        String name,
        List<String> command,
        String environment,
        long version,
        AppState state,
        @Nullable String reason,
        @Nullable UUID node,
        @Nullable UUID runId,
        String createdBy,
        Instant createdAt,
        Instant changedAt,
        Instant operatedAt) {

    public App {
        command = List.copyOf(command);
    }

    /** What binds an encrypted environment to its app. */
    public static String environmentContext(UUID appId) {
        return "app:" + appId + ":environment";
    }

    public AppSnapshot snapshot() {
        return new AppSnapshot(id, tenant, name, version, state, reason, createdAt, changedAt);
    }

    /** Whether a process may exist that is its. */
    public boolean hasProcess() {
        return switch (state) {
            case STARTING, RUNNING, STOPPING -> true;
            case STOPPED, FAILED -> false;
        };
    }

    /** Somebody has asked for an action: told with the action, and therefore a version of its own. */
    public App operated(Instant now) {
        return new App(
                id,
                tenant,
                name,
                command,
                environment,
                version + 1,
                state,
                reason,
                node,
                runId,
                createdBy,
                createdAt,
                changedAt,
                now);
    }

    /** An action on it has ended without a change of its state: told with the action. */
    public App told() {
        return operated(operatedAt);
    }

    /** Another run instead of one that never ran; nobody is told. */
    public App onAnotherRun(UUID newRunId) {
        return moved(state, reason, changedAt).onNode(Objects.requireNonNull(node, "it was begun on a node"), newRunId);
    }

    App moved(AppState to, @Nullable String why, Instant now) {
        return new App(
                id,
                tenant,
                name,
                command,
                environment,
                version + 1,
                to,
                why,
                node,
                runId,
                createdBy,
                createdAt,
                now,
                operatedAt);
    }

    App onNode(UUID newNode, UUID newRunId) {
        return new App(
                id,
                tenant,
                name,
                command,
                environment,
                version,
                state,
                reason,
                newNode,
                newRunId,
                createdBy,
                createdAt,
                changedAt,
                operatedAt);
    }
}
