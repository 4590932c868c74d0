package dev.slipway.build.runner.process;

import dev.slipway.build.runner.ExecutorUnavailableException;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Tells people in which sandbox steps run. It is neither liveness nor readiness: without a sandbox the service still accepts builds, and
 * says of each why it could not run.
 */
@Wellness
@ApplicationScoped
class SandboxHealth implements HealthCheck {

    private static final String NAME = "sandbox";

    private final ProcessExecutor executor;

    SandboxHealth(ProcessExecutor executor) {
        this.executor = executor;
    }

    @Override
    public HealthCheckResponse call() {
        try {
            return HealthCheckResponse.named(NAME)
                    .up()
                    .withData("level", executor.summary())
                    .build();
        } catch (ExecutorUnavailableException | IOException none) {
            return HealthCheckResponse.named(NAME)
                    .down()
                    .withData("reason", String.valueOf(none.getMessage()))
                    .build();
        }
    }
}
