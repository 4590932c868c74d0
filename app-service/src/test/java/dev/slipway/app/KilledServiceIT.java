package dev.slipway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.testkit.SlipwayInfra;
import dev.slipway.testkit.TestIdentity;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service, killed by {@code kill -9} at any moment, and started again. */
class KilledServiceIT {

    private static final int KILLS = Boolean.getBoolean("slipway.chaos") ? 20 : 3;

    private static final int LOG_LINES = 200;

    @TempDir
    Path folder;

    private final String tenant = TestApi.freshTenant();
    private final SlipwayInfra infra = new SlipwayInfra();
    private Map<String, String> properties = Map.of();

    @BeforeEach
    void startTheServers() {
        infra.init(Map.of(SlipwayInfra.SCHEMA, "app"));
        properties = new HashMap<>(infra.start());
        properties.putAll(new QuickActions().getConfigOverrides());
        // Starts of the service, the relay's lease and the readers' session count too, on a machine that does other
        // things.
        properties.put("slipway.app.action.time-limit", "120s");
    }

    @AfterEach
    void stopTheServers() throws Exception {
        LeftApps.stop(Path.of(properties.getOrDefault("slipway.data.dir", "")));
        infra.stop();
    }

    @Test
    void an_app_outlives_the_service_and_is_adopted_again() throws Exception {
        // Given
        String mark = SleepingProcesses.mark();
        String app;
        try (ServiceProcess first = start()) {
            app = TestApi.app(tenant, "web", "echo started; sleep " + mark);
            assertThat(TestApi.act(tenant, app, "start").getString("status")).isEqualTo("SUCCEEDED");
            await().atMost(TestApi.PATIENCE).until(() -> SleepingProcesses.with(mark) == 1);
            // When
            first.kill();
        }
        // Then
        assertThat(SleepingProcesses.with(mark)).isEqualTo(1);
        try (ServiceProcess second = start()) {
            assertThat(TestApi.state(tenant, app)).isEqualTo("RUNNING");
            assertThat(TestApi.log(tenant, app)).isEqualTo("started\n");
            assertThat(TestApi.act(tenant, app, "stop").getString("status")).isEqualTo("SUCCEEDED");
            assertThat(SleepingProcesses.with(mark)).isZero();
            second.kill();
        }
    }

    @Test
    void an_end_that_nobody_saw_is_told_when_the_service_is_back() throws Exception {
        // Given
        String mark = SleepingProcesses.mark();
        String app;
        try (ServiceProcess first = start()) {
            app = TestApi.app(tenant, "short", "timeout 3 sleep " + mark + "; exit 9");
            TestApi.act(tenant, app, "start");
            // When
            first.kill();
        }
        await().atMost(TestApi.PATIENCE).until(() -> SleepingProcesses.with(mark) == 0);
        // Then
        try (ServiceProcess second = start()) {
            TestApi.awaitState(tenant, app, "FAILED");
            assertThat(TestApi.read(tenant, app).getString("reason")).isEqualTo("the process ended with exit code 9");
            second.kill();
        }
    }

    @Test
    void whenever_the_service_is_killed_the_action_ends_and_the_state_is_true() throws Exception {
        Random random = new Random(20261123);
        String mark = SleepingProcesses.mark();
        String app;
        try (ServiceProcess service = start()) {
            app = TestApi.app(tenant, "web", "sleep " + mark);
            service.kill();
        }
        List<String> kinds = List.of("start", "restart", "stop");
        for (int kill = 0; kill < KILLS; kill++) {
            // Given
            int number = kill;
            String action;
            try (ServiceProcess service = start()) {
                action = TestApi.ask(tenant, app, kinds.get(kill % kinds.size()));
                // When
                await().pollDelay(Duration.ofMillis(random.nextInt(400))).until(() -> true);
                service.kill();
            }
            // Then
            try (ServiceProcess service = start()) {
                JsonPath ended = TestApi.ended(tenant, app, action);
                assertThat(ended.getString("status"))
                        .as(() -> "kill " + number + ": " + ended.prettify() + log())
                        .isEqualTo("SUCCEEDED");
                long expected = TestApi.state(tenant, app).equals("RUNNING") ? 1 : 0;
                await().atMost(TestApi.PATIENCE).until(() -> SleepingProcesses.with(mark) == expected);
                service.kill();
            }
        }
        try (ServiceProcess service = start()) {
            TestApi.act(tenant, app, "stop");
            service.kill();
        }
        assertThat(SleepingProcesses.with(mark)).isZero();
    }

    @Test
    void a_data_folder_serves_one_service_at_a_time() throws Exception {
        // Given
        Path log = folder.resolve("second.log");
        try (ServiceProcess first = start()) {
            // When
            Process second = ServiceProcess.begin(properties, ServiceProcess.freePort(), log);
            boolean ended = second.waitFor(60, TimeUnit.SECONDS);
            // Then
            assertThat(ended).isTrue();
            assertThat(second.exitValue()).isNotZero();
            assertThat(log).content().contains("is in use by another app-service");
            Response healthy = TestApi.get(TestIdentity.admin(), TestApi.APPS);
            assertThat(healthy.statusCode()).isEqualTo(200);
            first.kill();
        }
    }

    private ServiceProcess start() throws Exception {
        return ServiceProcess.start(properties, serviceLog()).awaitReady();
    }

    private Path serviceLog() {
        return folder.resolve("service.log");
    }

    /** What the services have said so far: the end of it tells why an assertion does not hold. */
    private String log() {
        try {
            List<String> lines = Files.readAllLines(serviceLog());
            return "\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
