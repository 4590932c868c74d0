package dev.slipway.gateway.token;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** The port is open a moment before the first key is installed; who waits for readiness never sees that moment. */
@Readiness
@ApplicationScoped
class BootstrapReadiness implements AsyncHealthCheck {

    private final BootstrapToken bootstrapToken;

    BootstrapReadiness(BootstrapToken bootstrapToken) {
        this.bootstrapToken = bootstrapToken;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom()
                .item(() -> HealthCheckResponse.named("bootstrap-token")
                        .status(bootstrapToken.isInstalled())
                        .build());
    }
}
