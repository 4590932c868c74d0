package dev.slipway.kit.guarantees;

import dev.slipway.kit.relay.OutboxRelay;
import dev.slipway.kit.servers.KitParts;

/** A replica that does nothing but publish; it says whenever it begins or ends to lead. */
final class RelayingChild {

    private RelayingChild() {}

    public static void main(String[] arguments) throws InterruptedException {
        ChildProcess.endWithParent();
        KitParts parts = KitParts.connect(ChildProcess.schema(arguments), arguments[4]);
        OutboxRelay relay = parts.startRelay(arguments[5]);
        boolean leading = false;
        System.out.println("started");
        while (true) {
            if (relay.isLeading() != leading) {
                leading = !leading;
                System.out.println(leading ? "leads" : "follows");
            }
            // The test looks at a process from outside; there is no signal to wait for.
            Thread.sleep(5);
        }
    }
}
