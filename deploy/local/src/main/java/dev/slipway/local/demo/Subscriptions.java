package dev.slipway.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The two endpoints, and what came of every delivery to them. */
final class Subscriptions {

    private final DemoApi api;
    private final PrintStream out;
    private final Map<String, DemoReceiver> receivers = new LinkedHashMap<>();

    Subscriptions(DemoApi api, PrintStream out) {
        this.api = api;
        this.out = out;
    }

    String subscribe(DemoReceiver... subscribers) {
        for (DemoReceiver receiver : subscribers) {
            JsonNode endpoint =
                    api.post("/platform/v1/webhook-endpoints", Map.of("url", receiver.url(), "format", "daocloud"));
            receiver.expectSignedWith(Demo.text(endpoint, "secret"));
            receivers.put(Demo.text(endpoint, "id"), receiver);
        }
        return subscribers.length + " endpoints on this machine";
    }

    /**
     * Waits until everything is delivered and prints it.
     *
     * @param builds how many builds must have been told of to their end
     * @param refusals how many failed attempts must be seen
     */
    String awaitDelivered(int builds, int refusals, Duration atMost) {
        int deliveries = 0;
        int failed = 0;
        for (Map.Entry<String, DemoReceiver> subscription : receivers.entrySet()) {
            String path = "/platform/v1/deliveries?limit=200&endpoint_id=" + subscription.getKey();
            List<JsonNode> items = Demo.items(Patience.until(
                    "The last delivery", atMost, () -> api.get(path), page -> allDelivered(page, builds)));
            for (JsonNode delivery : items) {
                failed += print(delivery, subscription.getValue());
                deliveries++;
            }
        }
        if (failed != refusals) {
            throw new DemoFailure("Expected " + refusals + " refused attempts, saw " + failed);
        }
        return deliveries + " deliveries, " + failed + " refused attempts repeated, every signature verified";
    }

    private static boolean allDelivered(JsonNode page, int builds) {
        List<JsonNode> items = Demo.items(page);
        long ends = items.stream()
                .filter(item -> Demo.text(item, "event_type").equals("build.finished"))
                .count();
        return ends == builds
                && items.stream().allMatch(item -> Demo.text(item, "status").equals("DELIVERED"));
    }

    /** @return how many attempts were refused */
    private int print(JsonNode delivery, DemoReceiver receiver) {
        List<Integer> statuses = new ArrayList<>();
        delivery.path("attempts")
                .forEach(attempt -> statuses.add(attempt.path("status_code").asInt()));
        List<Boolean> verified = receiver.verified(Demo.text(delivery, "id"));
        if (verified.size() != statuses.size() || verified.contains(false)) {
            throw new DemoFailure("The signatures of delivery " + Demo.text(delivery, "id") + " came as " + verified
                    + " for the attempts " + statuses);
        }
        out.println("   " + receiver.name() + ": " + Demo.text(delivery, "event_type") + " "
                + Demo.text(delivery, "status") + ", attempts " + statuses + ", signature verified");
        return (int) statuses.stream().filter(status -> status != 200).count();
    }
}
