package dev.slipway.sandbox;

import java.io.IOException;
import java.util.List;

/** One way of confining a command. */
interface Rung {

    SandboxLevel level();

    /** The command line that becomes the command, once the files that it reads are in the launch's folder. */
    List<String> launcher(Launch launch) throws IOException;

    static Rung of(SandboxLevel level) {
        return switch (level) {
            case BUBBLEWRAP -> new BubblewrapRung();
            case NAMESPACES -> new NamespacesRung();
            case NONE -> new BareRung();
        };
    }
}
