package dev.slipway.gateway.health;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One service as it stands.
 *
 * @param ready whether it can do its work
 * @param degraded what it can do without for a while and does not have now
 * @param reason why it is not ready; null if it is
 */
public record ServiceState(
        boolean ready,
        List<String> degraded,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String reason) {

    public ServiceState {
        degraded = List.copyOf(degraded);
    }

    static ServiceState ready(List<String> degraded) {
        return new ServiceState(true, degraded, null);
    }

    static ServiceState notReady(String reason) {
        return new ServiceState(false, List.of(), reason);
    }
}
