package dev.slipway.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * The main job on real input, by the public API alone: a repository is registered, built in one dialect and seen in another,
 * subscribers are told, a pipeline and an app run.
 */
public final class Demo {

    private static final Duration BUILD = Duration.ofSeconds(60);
    private static final Duration RUN = Duration.ofSeconds(90);
    private static final Duration ACTION = Duration.ofSeconds(30);
    private static final Duration DELIVERIES = Duration.ofSeconds(40);
    private static final int REFUSALS = 2;

    /** The one that was posted, and the pipeline's two. */
    private static final int BUILDS = 3;

    private static final String OWNER = "demo";
    private static final Set<String> FINAL =
            Set.of("SUCCEEDED", "FAILED", "ERRORED", "CANCELED", "TIMED_OUT", "SKIPPED", "IGNORED");

    private final DemoApi api;
    private final DemoReport report;
    private final PrintStream out;
    private final Path sample;
    private final Path repositoryFolder;
    private final String repositoryName;
    private final Subscriptions subscriptions;

    /**
     * @param sample the files of the repository to make
     * @param repositoryFolder where to make it; does not exist yet
     * @param repositoryName its name below the owner {@code demo}
     */
    public Demo(
            String url,
            String token,
            Path sample,
            Path repositoryFolder,
            String repositoryName,
            DemoReport report,
            PrintStream out) {
        this.api = new DemoApi(url, token);
        this.sample = sample;
        this.repositoryFolder = repositoryFolder;
        this.repositoryName = repositoryName;
        this.report = report;
        this.out = out;
        this.subscriptions = new Subscriptions(api, out);
    }

    /** Does every step; the report says what held. */
    public void run() {
        DemoState state = new DemoState();
        try (DemoReceiver willing = DemoReceiver.start("willing", 0);
                DemoReceiver reluctant = DemoReceiver.start("reluctant", REFUSALS)) {
            report.step("make a git repository", () -> makeRepository(state));
            report.step("register it as a flow", () -> registerFlow(state));
            report.step("subscribe two receivers", () -> subscriptions.subscribe(willing, reluctant));
            report.step("post a build (DaoCloud)", () -> postBuild(state));
            report.step("follow its log live", () -> followLog(state));
            report.step("its end (DaoCloud)", () -> showInDaocloud(state));
            report.step("the same build (Drone)", () -> showInDrone(state));
            report.step("run a pipeline of two builds", () -> runPipeline(state));
            report.step("start and stop an app (DaoCloud)", this::startAndStopApp);
            report.step("deliveries and signatures", () -> subscriptions.awaitDelivered(BUILDS, REFUSALS, DELIVERIES));
        }
    }

    private String makeRepository(DemoState state) {
        state.repository = SampleRepository.make(sample, repositoryFolder);
        return state.repository().url() + " at " + state.repository().sha().substring(0, 7);
    }

    private String registerFlow(DemoState state) {
        JsonNode flow = api.post(
                "/platform/v1/flows",
                Map.of(
                        "name",
                        repositoryName,
                        "repository",
                        OWNER + "/" + repositoryName,
                        "source_url",
                        state.repository().url(),
                        "default_branch",
                        "main"));
        state.flowId = text(flow, "id");
        return "flow " + state.flowId;
    }

    private String postBuild(DemoState state) {
        JsonNode build = api.post("/v1/build-flows/" + state.flowId + "/builds", Map.of("branch", "main"));
        state.serial = build.path("id").asLong();
        JsonNode builds = api.get("/platform/v1/flows/" + state.flowId + "/builds");
        JsonNode same = items(builds).stream()
                .filter(item -> item.path("serial").asLong() == state.serial)
                .findFirst()
                .orElseThrow(() -> new DemoFailure("The build " + state.serial + " is not in the list of its flow"));
        state.buildId = text(same, "id");
        state.number = same.path("number").asLong();
        return "build " + state.serial + ", " + text(build, "status");
    }

    private String followLog(DemoState state) {
        String path = "/platform/v1/builds/" + state.buildId;
        JsonNode planned = Patience.until(
                "The build's plan",
                BUILD,
                () -> api.get(path),
                build -> !stepNames(build).isEmpty() || FINAL.contains(text(build, "status")));
        int lines = new LiveLog(api, out).follow(state.buildId, stepNames(planned), BUILD);
        JsonNode ended = Patience.until(
                "The build's end", BUILD, () -> api.get(path), build -> FINAL.contains(text(build, "status")));
        require("SUCCEEDED", ended, "status");
        state.logLines = lines;
        return lines + " lines, " + text(ended, "status");
    }

    private String showInDaocloud(DemoState state) {
        JsonNode build = api.get("/v1/build-flows/" + state.flowId + "/ci_build/" + state.serial);
        require("Success", build, "status");
        require(state.repository().sha(), build, "sha");
        return "status " + text(build, "status") + ", tag " + text(build, "tag");
    }

    private String showInDrone(DemoState state) {
        String repository = "/api/repos/" + OWNER + "/" + repositoryName;
        boolean listed = StreamSupport.stream(api.get(repository + "/builds").spliterator(), false)
                .anyMatch(build -> build.path("number").asLong() == state.number);
        if (!listed) {
            throw new DemoFailure("Build " + state.number + " is not in Drone's list");
        }
        JsonNode build = api.get(repository + "/builds/" + state.number);
        require("success", build, "status");
        require(state.repository().sha(), build, "commit");
        JsonNode log = api.get(repository + "/logs/" + state.number + "/1");
        // The last element is Drone's empty object.
        return "build " + state.number + " " + text(build, "status") + ", " + text(build, "author") + ", "
                + (log.size() - 1) + " log lines";
    }

    private String runPipeline(DemoState state) {
        Map<String, Object> step = Map.of("flow_id", state.flowId, "branch", "main");
        JsonNode pipeline = api.post(
                "/platform/v1/pipelines",
                Map.of(
                        "name",
                        "twice-" + repositoryName,
                        "owner",
                        OWNER,
                        "stages",
                        List.of(
                                Map.of("name", "first", "steps", List.of(step)),
                                Map.of("name", "second", "steps", List.of(step)))));
        JsonNode started = api.post("/platform/v1/pipelines/" + text(pipeline, "id") + "/runs", Map.of());
        String run = "/platform/v1/pipeline-runs/" + text(started, "id");
        JsonNode ended =
                Patience.until("The run's end", RUN, () -> api.get(run), seen -> FINAL.contains(text(seen, "status")));
        require("SUCCEEDED", ended, "status");
        List<String> stages = new ArrayList<>();
        ended.path("stages").forEach(stage -> stages.add(text(stage, "name") + " " + text(stage, "status")));
        return String.join(", ", stages);
    }

    private String startAndStopApp() {
        JsonNode app = api.post(
                "/platform/v1/apps",
                Map.of(
                        "name",
                        "ticker-" + repositoryName,
                        "owner",
                        OWNER,
                        "command",
                        List.of("/bin/sh", "-c", "echo started; exec sleep 600")));
        String id = text(app, "id");
        long started = act(id, "start", "RUNNING");
        long stopped = act(id, "stop", "STOPPED");
        return "RUNNING after " + started + " ms, STOPPED after " + stopped + " ms";
    }

    /** @return milliseconds until the app's state followed */
    private long act(String appId, String action, String state) {
        long begun = System.nanoTime();
        JsonNode asked = api.post("/v1/apps/" + appId + "/actions/" + action);
        String path = "/v1/apps/" + appId + "/actions/" + text(asked, "action_id");
        JsonNode done = Patience.until(
                "The end of the action " + action,
                ACTION,
                () -> api.get(path),
                seen -> !text(seen, "state").equals("IN_PROCESS"));
        require("SUCCESS", done, "state");
        Patience.until(
                "The state " + state,
                ACTION,
                () -> api.get("/platform/v1/apps/" + appId),
                seen -> text(seen, "state").equals(state));
        return Duration.ofNanos(System.nanoTime() - begun).toMillis();
    }

    private static List<String> stepNames(JsonNode build) {
        List<String> names = new ArrayList<>();
        build.path("jobs").path(0).path("steps").forEach(step -> names.add(text(step, "name")));
        return names;
    }

    static List<JsonNode> items(JsonNode page) {
        List<JsonNode> items = new ArrayList<>();
        page.path("items").forEach(items::add);
        return items;
    }

    static String text(JsonNode node, String field) {
        return node.path(field).asText();
    }

    private static void require(String expected, JsonNode node, String field) {
        if (!text(node, field).equals(expected)) {
            throw new DemoFailure("Expected " + field + " " + expected + ", got " + node);
        }
    }
}
