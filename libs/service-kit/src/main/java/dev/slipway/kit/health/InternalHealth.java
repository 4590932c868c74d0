package dev.slipway.kit.health;

import dev.slipway.kit.kafka.KafkaConnection;
import io.smallrye.health.SmallRyeHealth;
import io.smallrye.health.SmallRyeHealthReporter;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What the gateway's {@code /healthz} asks each service. It tells degraded (Kafka is away, work is still accepted) from not ready. */
@Path("/internal/health")
public class InternalHealth {

    private final SmallRyeHealthReporter reporter;
    private final KafkaConnection kafka;
    private final String service;

    public InternalHealth(
            SmallRyeHealthReporter reporter,
            KafkaConnection kafka,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.reporter = reporter;
        this.kafka = kafka;
        this.service = service;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public Uni<ServiceHealth> health() {
        return reporter.getReadinessAsync().map(this::describe);
    }

    private ServiceHealth describe(SmallRyeHealth readiness) {
        boolean ready = HealthCheckResponse.Status.UP
                .name()
                .equals(readiness.getPayload().getString("status"));
        return new ServiceHealth(service, ready, kafka.isUp() ? List.of() : List.of("kafka"));
    }

    /**
     * @param ready its own database answers, its migrations are done, it is not draining
     * @param degraded what it can do without for a while and does not have now
     */
    public record ServiceHealth(String service, boolean ready, List<String> degraded) {}
}
