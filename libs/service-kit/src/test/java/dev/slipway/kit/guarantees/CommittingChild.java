package dev.slipway.kit.guarantees;

import dev.slipway.kit.servers.KitParts;
import dev.slipway.kit.servers.TestSchema;
import java.util.List;
import java.util.UUID;

/** Commits change after change and says so, until it is killed. With {@code relay} as its last word it also publishes. */
final class CommittingChild {

    private CommittingChild() {}

    public static void main(String[] arguments) {
        ChildProcess.endWithParent();
        TestSchema schema = ChildProcess.schema(arguments);
        KitParts parts = KitParts.connect(schema, arguments[4]);
        List<UUID> aggregates =
                List.of(arguments[5].split(",")).stream().map(UUID::fromString).toList();
        if (arguments[6].equals("relay")) {
            parts.startRelay("child-" + ProcessHandle.current().pid());
        }
        Writer writer = new Writer(parts);
        for (int i = 0; ; i++) {
            UUID id = aggregates.get(i % aggregates.size());
            System.out.println(id + " " + KitParts.await(writer.raise(id)));
        }
    }
}
