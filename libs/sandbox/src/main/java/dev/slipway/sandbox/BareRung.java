package dev.slipway.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** No sandbox: the command is a plain process of the service's user, on the host's own paths. */
final class BareRung implements Rung {

    @Override
    public SandboxLevel level() {
        return SandboxLevel.NONE;
    }

    @Override
    public List<String> launcher(Launch launch) throws IOException {
        Files.writeString(launch.folder().resolve("arguments"), "");
        return launch.enter(onHost(launch.command()));
    }

    private static Path onHost(SandboxedCommand command) {
        Path inside = command.workingDirectory();
        return command.binds().stream()
                .filter(bind -> inside.startsWith(bind.inside()))
                .reduce((first, second) -> second)
                .map(bind -> bind.host().resolve(bind.inside().relativize(inside)))
                .orElse(inside);
    }
}
