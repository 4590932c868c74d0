package dev.slipway.app.dialect.daocloud;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.app.app.App;
import dev.slipway.dialects.daocloud.DaocloudTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An app as DaoCloud shows it: in lists without {@code config}, alone with it.
 *
 * @param appPackage its image; an app that is a command line has none
 * @param releaseName its image's version; null for the same reason
 */
record AppItem(
        @JsonProperty("package") AppPackage appPackage,
        @JsonProperty("state") String state,
        @JsonProperty("created_at") String createdAt,
        @JsonProperty("last_operated_at") String lastOperatedAt,
        @JsonProperty("release_name") @Nullable String releaseName,
        @JsonProperty("app_runtime") Runtime appRuntime,

        @JsonProperty("config") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        Config config,

        @JsonProperty("id") String id,
        @JsonProperty("name") String name,
        @JsonProperty("enable_auto_redeploy") boolean enableAutoRedeploy) {

    record AppPackage(
            @JsonProperty("id") @Nullable String id,
            @JsonProperty("image") @Nullable String image) {}

    /** @param id absent in the detail */
    record Runtime(
            @JsonProperty("id") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String id,

            @JsonProperty("name") String name,
            @JsonProperty("display_name") String displayName) {}

    /**
     * @param exposePort the only port, if that is published over http; apps have no network yet
     * @param command as a shell would take it
     */
    record Config(
            @JsonProperty("instances") int instances,
            @JsonProperty("expose_ports") List<Object> exposePorts,
            @JsonProperty("expose_port") @Nullable Integer exposePort,
            @JsonProperty("command") String command) {}

    private static final String RUNTIME = "process";
    private static final String RUNTIME_TITLE = "Processes";

    static AppItem inList(App app, UUID node) {
        UUID runtime = app.node() == null ? node : app.node();
        return of(app, new Runtime(runtime.toString(), RUNTIME, RUNTIME_TITLE), null);
    }

    static AppItem alone(App app) {
        Config config = new Config(1, List.of(), null, ShellWords.of(app.command()));
        return of(app, new Runtime(null, RUNTIME, RUNTIME_TITLE), config);
    }

    private static AppItem of(App app, Runtime runtime, @Nullable Config config) {
        return new AppItem(
                new AppPackage(null, null),
                DaocloudAppWords.state(app.state()),
                DaocloudTime.format(app.createdAt()),
                DaocloudTime.format(app.operatedAt()),
                null,
                runtime,
                config,
                app.id().toString(),
                app.name(),
                false);
    }
}
