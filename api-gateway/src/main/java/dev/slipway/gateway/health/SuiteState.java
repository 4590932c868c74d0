package dev.slipway.gateway.health;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The whole suite as it stands.
 *
 * @param status {@code ready}, {@code degraded} (everything works, something is missing) or {@code not_ready}
 * @param notReady the services that are not ready
 * @param degraded the services that miss something
 * @param services every service, the gateway too
 */
public record SuiteState(
        String status, List<String> notReady, List<String> degraded, Map<String, ServiceState> services) {

    static SuiteState of(Map<String, ServiceState> services) {
        SortedMap<String, ServiceState> sorted = new TreeMap<>(services);
        List<String> notReady = sorted.entrySet().stream()
                .filter(service -> !service.getValue().ready())
                .map(Map.Entry::getKey)
                .toList();
        List<String> degraded = sorted.entrySet().stream()
                .filter(service -> !service.getValue().degraded().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        String status = notReady.isEmpty() ? (degraded.isEmpty() ? "ready" : "degraded") : "not_ready";
        return new SuiteState(status, notReady, degraded, sorted);
    }

    boolean ready() {
        return notReady.isEmpty();
    }
}
