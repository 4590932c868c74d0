package dev.slipway.build.runner;

import dev.slipway.build.definition.PlannedStep;
import dev.slipway.events.BuildSnapshot;
import dev.slipway.events.GitRef;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The variables that a step finds: Drone 0.5's, DaoCloud's, the step's own, and above all of them the parameters of the build.
 *
 * <p>Whatever came from the commit (its message, its author) is there as text only; nothing is decided by it.
 */
final class StepEnvironment {

    private final JobOrder order;
    private final BuildSnapshot.Commit commit;
    private final String workspace;
    private final long startedEpochSeconds;

    StepEnvironment(JobOrder order, BuildSnapshot.Commit commit, String workspace, long startedEpochSeconds) {
        this.order = order;
        this.commit = commit;
        this.workspace = workspace;
        this.startedEpochSeconds = startedEpochSeconds;
    }

    Map<String, String> of(PlannedStep step) {
        Map<String, String> variables = new HashMap<>();
        addRepository(variables);
        addCommit(variables);
        addBuild(variables);
        variables.putAll(step.environment());
        variables.putAll(order.parameters());
        return variables;
    }

    private void addRepository(Map<String, String> variables) {
        int slash = order.repository().indexOf('/');
        variables.put("CI", "drone");
        variables.put("DRONE", "true");
        variables.put("DRONE_ARCH", "linux/" + architecture());
        variables.put("DRONE_REPO", order.repository());
        variables.put("DRONE_REPO_OWNER", order.repository().substring(0, Math.max(slash, 0)));
        variables.put("DRONE_REPO_NAME", order.repository().substring(slash + 1));
        variables.put("DRONE_REPO_SCM", "git");
        variables.put("DRONE_REPO_LINK", order.sourceUrl());
        variables.put("DRONE_REPO_BRANCH", order.defaultBranch());
        variables.put("DRONE_REPO_PRIVATE", Boolean.toString(order.privateRepository()));
        variables.put("DRONE_REPO_TRUSTED", "false");
        variables.put("DRONE_REMOTE_URL", order.sourceUrl());
        variables.put("DRONE_WORKSPACE", workspace);
    }

    private void addCommit(Map<String, String> variables) {
        GitRef ref = order.ref();
        String branch = ref.kind() == GitRef.Kind.BRANCH ? ref.name() : order.defaultBranch();
        variables.put("DRONE_COMMIT", commit.sha());
        variables.put("DRONE_COMMIT_SHA", commit.sha());
        variables.put("DRONE_COMMIT_REF", ref.fullName());
        variables.put("DRONE_COMMIT_BRANCH", branch);
        variables.put("DRONE_COMMIT_MESSAGE", commit.message());
        variables.put("DRONE_COMMIT_AUTHOR", commit.authorName());
        variables.put("DRONE_COMMIT_AUTHOR_EMAIL", commit.authorEmail());
        variables.put("DRONE_BRANCH", branch);
        variables.put("DAO_COMMIT_SHA", commit.sha());
        switch (ref.kind()) {
            case BRANCH -> variables.put("DAO_COMMIT_BRANCH", ref.name());
            case TAG -> {
                variables.put("DRONE_TAG", ref.name());
                variables.put("DAO_COMMIT_TAG", ref.name());
            }
            case PULL_REQUEST -> variables.put("DRONE_PULL_REQUEST", ref.name());
            case SHA -> {}
        }
    }

    private void addBuild(Map<String, String> variables) {
        variables.put("DRONE_BUILD_NUMBER", Long.toString(order.buildNumber()));
        variables.put("DRONE_BUILD_EVENT", event());
        variables.put("DRONE_BUILD_STATUS", "success");
        variables.put("DRONE_BUILD_CREATED", Long.toString(order.createdAt().getEpochSecond()));
        variables.put("DRONE_BUILD_STARTED", Long.toString(startedEpochSeconds));
        variables.put("DRONE_JOB_NUMBER", Integer.toString(order.jobNumber()));
        variables.put("DRONE_JOB_STARTED", Long.toString(startedEpochSeconds));
        variables.put("DRONE_JOB_STATUS", "success");
    }

    /** Drone knows no manual event; a build that somebody asked for counts as a push of its branch, or a tag. */
    private String event() {
        return switch (order.event()) {
            case PUSH, TAG, PULL_REQUEST, DEPLOYMENT -> order.event().name().toLowerCase(Locale.ROOT);
            case MANUAL ->
                switch (order.ref().kind()) {
                    case TAG -> "tag";
                    case PULL_REQUEST -> "pull_request";
                    case BRANCH, SHA -> "push";
                };
        };
    }

    private static String architecture() {
        String name = System.getProperty("os.arch", "");
        return name.equals("aarch64") ? "arm64" : name.equals("x86_64") ? "amd64" : name;
    }
}
