package dev.slipway.build.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.build.Api;
import dev.slipway.build.SourceFolders;
import dev.slipway.testkit.SlipwayInfra;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** Builds from the POST to their end, with the real git, the real sandbox, PostgreSQL and Kafka. */
@QuarkusTest
@QuarkusTestResource(value = SlipwayInfra.class, initArgs = @ResourceArg(name = "schema", value = "build"))
@QuarkusTestResource(SourceFolders.class)
class BuildRunTest {

    private static final Pattern PRINTED_TIME = Pattern.compile("now ([0-9]{13})");

    @Test
    void runsTheStepsOneAfterAnotherAndKeepsWhatTheyPrint() {
        // Given
        BuildOnDisk flow = BuildOnDisk.of("""
                pipeline:
                  compile:
                    image: maven:3
                    environment: { COLOUR: blue, SHADE: dark }
                    commands:
                      - echo "$SHADE $COLOUR" > made
                      - cat made; echo oops >&2
                  test:
                    commands: [ "echo it: $(cat made)", "cat hello.txt" ]
                """.replace("\\'", "'"));
        flow.repository().commit("main", Map.of("hello.txt", "hello\n"), "Say hello");

        // When
        String id = flow.post(Map.of("branch", "main", "parameters", Map.of("COLOUR", "red")));
        JsonPath build = BuildOnDisk.finished(id);

        // Then
        assertThat(build.getString("status")).as(build.prettify()).isEqualTo("SUCCEEDED");
        assertThat(build.getList("stages.name")).containsExactly("compile", "test");
        assertThat(build.getList("jobs[0].steps.status")).containsExactly("SUCCEEDED", "SUCCEEDED");
        assertThat(build.getList("jobs[0].steps.exit_code")).containsExactly(0, 0);
        assertThat(BuildOnDisk.log(id))
                .containsExactlyInAnyOrder(
                        "+ echo \"$SHADE $COLOUR\" > made",
                        "+ cat made; echo oops >&2",
                        "dark red",
                        "oops",
                        "+ echo it: $(cat made)",
                        "it: dark red",
                        "+ cat hello.txt",
                        "hello");
        assertThat(BuildOnDisk.rawLog(id).lines().findFirst().orElseThrow())
                .contains("[slipway]", "process executor", "maven:3", "is not used");
    }

    @Test
    void tellsAStepWhatItBuilds() {
        // Given
        BuildOnDisk flow = BuildOnDisk.of("""
                pipeline:
                  show:
                    commands:
                      - echo "$CI $DRONE $DRONE_BUILD_NUMBER $DRONE_JOB_NUMBER $DRONE_COMMIT_BRANCH $DRONE_BUILD_EVENT $DAO_COMMIT_BRANCH"
                      - test "$DRONE_COMMIT_SHA" = "$(git rev-parse HEAD)"
                      - test "$DRONE_WORKSPACE" = "$PWD"
                      - test "$DRONE_COMMIT_MESSAGE" = "The first"
                      - echo "$DRONE_REPO" | grep -q '^acme/repository-'
                      - java -version && javac -version
                      - echo something > "$HOME/kept"
                """);

        // When
        String id = flow.post();
        JsonPath build = BuildOnDisk.finished(id);

        // Then
        assertThat(BuildOnDisk.log(id)).contains("drone true 1 1 main push main");
        assertThat(build.getString("status")).as(BuildOnDisk.rawLog(id)).isEqualTo("SUCCEEDED");
    }

    @Test
    void endsAtTheFirstStepThatFails() {
        // Given
        BuildOnDisk flow = BuildOnDisk.of("""
                pipeline:
                  one: { commands: [ "echo one" ] }
                  two: { commands: [ "echo before", "exit 42", "echo after" ] }
                  three: { commands: [ "echo three" ] }
                """);

        // When
        String id = flow.post();
        JsonPath build = BuildOnDisk.finished(id);

        // Then
        assertThat(build.getString("status")).isEqualTo("FAILED");
        assertThat(build.getList("jobs[0].steps.status")).containsExactly("SUCCEEDED", "FAILED", "SKIPPED");
        assertThat(build.getInt("jobs[0].exit_code")).isEqualTo(42);
        assertThat(BuildOnDisk.log(id)).contains("before").doesNotContain("after", "three");
    }

    @Test
    void killsAStepThatHangsWhenTheTimeLimitIsOver() throws Exception {
        // Given
        BuildOnDisk flow = BuildOnDisk.of(
                Map.of(
                        ".drone.yml",
                        "pipeline: { hang: { commands: [ 'trap \"\" TERM INT; sleep 1000 & wait; sleep 1000' ] } }"),
                Map.of());
        limitTimeTo(2, flow);

        // When
        JsonPath build = flow.finished();

        // Then
        assertThat(build.getString("status")).isEqualTo("TIMED_OUT");
        assertThat(build.getInt("jobs[0].exit_code")).isEqualTo(137);
        assertThat(build.getString("reason")).contains("time limit");
    }

    @Test
    void cancelReachesEveryDescendant() {
        // Given
        BuildOnDisk flow = BuildOnDisk.of("""
                pipeline:
                  daemon:
                    commands:
                      - (setsid sh -c 'exec sleep 8231' > /dev/null 2>&1 &)
                      - nohup sleep 8231 > /dev/null 2>&1 &
                      - echo ready; sleep 8231
                """);
        String id = flow.post();
        await().atMost(Duration.ofSeconds(60)).until(() -> BuildOnDisk.log(id), log -> log.contains("ready"));
        assertThat(sleepers("8231")).isNotEmpty();

        // When
        Api.admin().post("/platform/v1/builds/" + id + "/cancel").then().statusCode(202);
        JsonPath build = BuildOnDisk.finished(id);

        // Then
        assertThat(build.getString("status")).isEqualTo("CANCELED");
        assertThat(build.getInt("jobs[0].exit_code")).isEqualTo(137);
        assertThat(sleepers("8231")).isEmpty();
    }

    @Test
    void leavesNothingBehindOfAStepThatForksAndDaemonises() {
        // Given
        BuildOnDisk flow = BuildOnDisk.of("""
                pipeline:
                  fork:
                    commands:
                      - for i in 1 2 3 4 5; do setsid sleep 8232 & done
                      - (setsid sh -c 'setsid sleep 8232 & exec sleep 8232' &)
                      - echo done
                """);

        // When
        String id = flow.post();
        JsonPath build = BuildOnDisk.finished(id);

        // Then
        assertThat(build.getString("status")).isEqualTo("SUCCEEDED");
        assertThat(BuildOnDisk.log(id)).contains("done");
        assertThat(sleepers("8232")).isEmpty();
    }

    @Test
    void cutsTheLogOfAStepThatPrintsFiftyMegabytesAndLetsItGoOn() {
        // Given
        BuildOnDisk flow = BuildOnDisk.of("""
                pipeline:
                  print:
                    commands:
                      - yes 'a line of a hundred characters, more or less, which is printed again and again until it is too much' | head -c 52428800
                      - echo done > /workspace/done
                  after: { commands: [ "cat done" ] }
                """);

        // When
        String id = flow.post();
        JsonPath build = BuildOnDisk.finished(id);

        // Then
        assertThat(build.getString("status")).isEqualTo("SUCCEEDED");
        List<String> lines = BuildOnDisk.rawLog(id).lines().toList();
        List<String> first =
                lines.stream().filter(line -> line.contains("\"step\":0")).toList();
        assertThat(first.get(first.size() - 1)).contains("ends here, at 10 MiB", "goes on");
        assertThat(first.stream().mapToInt(String::length).sum()).isLessThan(30_000_000);
        assertThat(lines.get(lines.size() - 1)).contains("\"text\":\"done\"");
    }

    @Test
    void cutsALineOfFiveMegabytes() {
        // Given
        BuildOnDisk flow = BuildOnDisk.of(
                "pipeline: { print: { commands: [ 'head -c 5242880 /dev/zero | tr \"\\0\" x; echo', echo after ] } }");

        // When
        String id = flow.post();
        JsonPath build = BuildOnDisk.finished(id);

        // Then
        assertThat(build.getString("status")).isEqualTo("SUCCEEDED");
        List<String> log = BuildOnDisk.log(id);
        assertThat(log).hasSize(4);
        assertThat(log.get(1))
                .startsWith("xxxx")
                .endsWith("[cut: the line is longer than 64 KiB]")
                .hasSizeLessThan(70_000);
        assertThat(log.get(3)).isEqualTo("after");
    }

    @Test
    void keepsWhatIsNoTextReadable() {
        // Given
        BuildOnDisk flow = BuildOnDisk.of("""
                pipeline:
                  print:
                    commands:
                      - printf 'a\\000b\\377c\\r\\nlast'
                """);

        // When
        String id = flow.post();
        BuildOnDisk.finished(id);

        // Then
        assertThat(BuildOnDisk.log(id)).endsWith("a\uFFFDb\uFFFDc", "last");
    }

    /** Lines that come one by one are all held up by whatever waits too long; a machine that is busy holds up some. */
    @Test
    void storesALineWithinAQuarterOfASecondOfItsPrinting() throws Exception {
        // Given
        int count = 12;
        BuildOnDisk flow = BuildOnDisk.of("""
                pipeline:
                  print:
                    commands:
                      - for i in $(seq COUNT); do echo "now $(date +%s%3N)"; sleep 0.5; done
                """.replace("COUNT", Integer.toString(count)));

        // When
        String id = flow.post();

        // Then
        Map<Long, Long> waited = new TreeMap<>();
        try (Connection reader = database()) {
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> {
                        List<Long> stored = printedTimes(reader, id);
                        long seen = System.currentTimeMillis();
                        stored.forEach(printed -> waited.putIfAbsent(printed, seen - printed));
                        return waited.size() >= count;
                    });
        }
        List<Long> millis = waited.values().stream().sorted().toList();
        assertThat(millis.get(count / 4)).as("milliseconds: %s", millis).isLessThanOrEqualTo(250);
        assertThat(BuildOnDisk.finished(id).getString("status")).isEqualTo("SUCCEEDED");
    }

    @Test
    void showsAStepNothingOfThePlatform() throws Exception {
        // Given
        String data = setting("slipway.data.dir");
        String postgres = setting("slipway.postgres.url");
        String kafka = setting("slipway.kafka.bootstrap");
        String postgresPort = Integer.toString(URI.create(postgres).getPort());
        String kafkaPort = kafka.substring(kafka.indexOf(':') + 1);
        String process = Long.toString(ProcessHandle.current().pid());
        List<String> looks = Stream.of(
                        "if ls DATA; then echo SEEN data; fi",
                        "if bash -c 'exec 3<>/dev/tcp/127.0.0.1/POSTGRES'; then echo SEEN postgres; fi",
                        "if bash -c 'exec 3<>/dev/tcp/127.0.0.1/KAFKA'; then echo SEEN kafka; fi",
                        "if kill -0 PID; then echo SEEN process; fi",
                        "if cat /proc/PID/environ; then echo SEEN environment; fi")
                .map(look -> look.replace("DATA", data)
                        .replace("POSTGRES", postgresPort)
                        .replace("KAFKA", kafkaPort)
                        .replace("PID", process))
                .toList();
        BuildOnDisk flow = BuildOnDisk.of("""
                pipeline:
                  look:
                    commands:
                      - %s
                      - if env | grep -i -e slipway_ -e password; then echo SEEN variables; fi
                      - if touch /usr/bin/x /etc/x; then echo SEEN system; fi
                      - if [ "$(id -u)" = 0 ]; then echo SEEN root; fi
                      - echo looked
                """.formatted(String.join("\n      - ", looks)));

        // When
        String id = flow.post();
        JsonPath build = BuildOnDisk.finished(id);

        // Then
        assertThat(build.getString("status")).as(BuildOnDisk.rawLog(id)).isEqualTo("SUCCEEDED");
        List<String> printed = BuildOnDisk.log(id).stream()
                .filter(line -> !line.startsWith("+"))
                .toList();
        assertThat(printed).contains("looked").noneMatch(line -> line.contains("SEEN"));
        // Outside of the sandbox each look sees something.
        assertThat(outside(looks))
                .contains("SEEN data", "SEEN postgres", "SEEN kafka", "SEEN process", "SEEN environment");
    }

    private static String outside(List<String> commands) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", String.join("\n", commands))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void endsWhatNeedsContainersWithTheReason() {
        // Given
        BuildOnDisk flow =
                BuildOnDisk.of("services: { db: { image: postgres } }\npipeline: { test: { commands: [ make ] } }\n");

        // When
        JsonPath build = flow.finished();

        // Then
        assertThat(build.getString("status")).isEqualTo("ERRORED");
        assertThat(build.getString("reason")).startsWith("needs the docker executor");
        assertThat(build.getList("jobs[0].steps.status")).containsExactly("SKIPPED");
    }

    @Test
    void saysWhatIsWrongWithADefinition() {
        // Given
        BuildOnDisk broken = BuildOnDisk.of("pipeline:\n  test:\n    commands: { a: b }\n");
        BuildOnDisk missing = BuildOnDisk.of(Map.of("README", "hello"), Map.of());
        BuildOnDisk notYaml = BuildOnDisk.of("pipeline: [");
        BuildOnDisk tooLarge = BuildOnDisk.of("#" + "x".repeat(1024 * 1024));
        BuildOnDisk bomb = BuildOnDisk.of("pipeline: " + "[".repeat(1_000_000));

        // When
        JsonPath refused = broken.finished();
        JsonPath lost = missing.finished();

        // Then
        assertThat(refused.getString("status")).isEqualTo("ERRORED");
        assertThat(refused.getString("reason")).startsWith(".drone.yml:3: pipeline.test.commands: must be text");
        assertThat(lost.getString("status")).isEqualTo("ERRORED");
        assertThat(lost.getString("reason")).startsWith(".drone.yml and daocloud.yml: not found");
        assertThat(notYaml.finished().getString("reason")).startsWith(".drone.yml:1: is not YAML");
        assertThat(tooLarge.finished().getString("reason")).isEqualTo(".drone.yml: is larger than 1 MiB");
        assertThat(bomb.finished().getString("reason")).isEqualTo(".drone.yml:1: is nested more than 32 levels deep");
    }

    @Test
    void saysThatACommitDoesNotExist() {
        // Given
        BuildOnDisk flow = BuildOnDisk.of("pipeline: { a: { commands: [ make ] } }");

        // When
        JsonPath build = BuildOnDisk.finished(flow.post(Map.of("sha", Api.SOME_SHA)));

        // Then
        assertThat(build.getString("status")).isEqualTo("ERRORED");
        assertThat(build.getString("reason")).isEqualTo("the repository has no commit " + Api.SOME_SHA);
    }

    @Test
    void removesTheFilesOfAJob() throws Exception {
        // Given
        BuildOnDisk flow = BuildOnDisk.of(
                "pipeline: { a: { commands: [ 'mkdir -p deep/er && chmod 000 deep', 'ln -s / root' ] } }");

        // When
        flow.finished();

        // Then
        Path work = Path.of(setting("slipway.data.dir"), "build/work");
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            try (var files =
                    Files.find(work, 2, (path, attributes) -> path.getNameCount() == work.getNameCount() + 2)) {
                assertThat(files.map(path -> path.getFileName().toString())).containsExactly("lock");
            }
        });
    }

    private static void limitTimeTo(int seconds, BuildOnDisk flow) throws Exception {
        try (var connection = database();
                var statement =
                        connection.prepareStatement("UPDATE flow SET time_limit_seconds = ? WHERE id = ?::uuid")) {
            statement.setInt(1, seconds);
            statement.setString(2, flow.flowId());
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }

    /** What another connection sees of the log: only what is committed. */
    private static List<Long> printedTimes(Connection reader, String buildId) throws SQLException {
        try (var statement = reader.prepareStatement(
                "SELECT lines FROM log_chunk JOIN job ON id = job_id WHERE build_id = ?::uuid")) {
            statement.setString(1, buildId);
            List<Long> times = new ArrayList<>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    PRINTED_TIME
                            .matcher(new String(rows.getBytes(1), StandardCharsets.UTF_8))
                            .results()
                            .forEach(line -> times.add(Long.valueOf(line.group(1))));
                }
            }
            return times;
        }
    }

    private static Connection database() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:" + setting("slipway.postgres.url") + "?currentSchema=build",
                setting("slipway.postgres.user"),
                setting("slipway.postgres.password"));
    }

    private static String setting(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }

    private static List<ProcessHandle> sleepers(String seconds) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .filter(arguments -> List.of(arguments).contains(seconds))
                        .isPresent())
                .toList();
    }
}
