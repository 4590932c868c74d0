package dev.slipway.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A command and everything that it may see. The network is always off: the command has a loopback of its own and nothing else.
 *
 * <p>Inside it finds, read-only, the system's programs ({@code /usr}, {@code /bin}, {@code /lib…}, {@code /opt}, the running JDK) and the few files of {@code /etc} that
 * they need; a {@code /tmp} and a home of its own in memory; its binds; and nothing else of the host. At {@link SandboxLevel#NONE} there is no inside:
 * binds only translate the working directory, see {@link Sandbox#visible}.
 *
 * @param arguments the program, found on the environment's PATH, and its arguments
 * @param environment the whole environment; nothing is inherited
 * @param workingDirectory a path inside
 * @param binds what it sees of the host's files, outer folders before inner ones
 * @param hidden paths inside, existing ones, that it shall find empty
 * @param home its user's home inside; in memory, unless a bind is there
 * @param memoryFileBytes how much each of {@code /tmp}, {@code /dev/shm} and the home may hold, all in memory
 * @param limits bounds on its processes
 * @param hostname what it believes to run on
 */
public record SandboxedCommand(
        List<String> arguments,
        Map<String, String> environment,
        Path workingDirectory,
        List<Bind> binds,
        List<Path> hidden,
        Path home,
        long memoryFileBytes,
        Limits limits,
        String hostname) {

    private static final Pattern HOSTNAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    public SandboxedCommand {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        binds = List.copyOf(binds);
        hidden = List.copyOf(hidden);
        if (arguments.isEmpty() || arguments.get(0).isEmpty()) {
            throw new IllegalArgumentException("a command has at least a program");
        }
        if (arguments.get(0).indexOf('=') >= 0) {
            throw new IllegalArgumentException("the name of a program cannot hold '=': " + arguments.get(0));
        }
        arguments.forEach(argument -> refuseNul("an argument", argument));
        environment.forEach((name, value) -> {
            refuseNul("a variable's name", name);
            refuseNul("the variable " + name, value);
            if (name.isEmpty() || name.indexOf('=') >= 0) {
                throw new IllegalArgumentException("not a variable's name: '" + name + "'");
            }
        });
        if (!workingDirectory.isAbsolute() || !home.isAbsolute()) {
            throw new IllegalArgumentException("the working directory and the home are absolute paths inside");
        }
        if (memoryFileBytes <= 0) {
            throw new IllegalArgumentException("the room for files in memory is positive");
        }
        if (!HOSTNAME.matcher(hostname).matches()) {
            throw new IllegalArgumentException("not a hostname: '" + hostname + "'");
        }
        workingDirectory = workingDirectory.normalize();
        home = home.normalize();
    }

    private static void refuseNul(String what, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(what + " holds a NUL");
        }
    }

    public static Builder of(String... arguments) {
        return new Builder(List.of(arguments));
    }

    public static Builder of(List<String> arguments) {
        return new Builder(arguments);
    }

    /** Collects a command; what is not said has a working default. */
    public static final class Builder {

        private static final long DEFAULT_MEMORY_FILE_BYTES = 512L * 1024 * 1024;

        private final List<String> arguments;
        private final Map<String, String> environment = new LinkedHashMap<>();
        private final List<Bind> binds = new ArrayList<>();
        private final List<Path> hidden = new ArrayList<>();
        private Path workingDirectory = Path.of("/");
        private Path home = Path.of("/home/slipway");
        private long memoryFileBytes = DEFAULT_MEMORY_FILE_BYTES;
        private Limits limits = Limits.NONE;
        private String hostname = "slipway";

        private Builder(List<String> arguments) {
            this.arguments = List.copyOf(arguments);
        }

        public Builder environment(Map<String, String> variables) {
            environment.putAll(variables);
            return this;
        }

        public Builder environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        public Builder workingDirectory(Path inside) {
            workingDirectory = inside;
            return this;
        }

        public Builder readWrite(Path host, Path inside) {
            binds.add(new Bind(host, inside, true));
            return this;
        }

        public Builder readOnly(Path host, Path inside) {
            binds.add(new Bind(host, inside, false));
            return this;
        }

        public Builder hide(Path inside) {
            hidden.add(inside);
            return this;
        }

        public Builder home(Path inside) {
            home = inside;
            return this;
        }

        public Builder memoryFileBytes(long bytes) {
            memoryFileBytes = bytes;
            return this;
        }

        public Builder limits(Limits bounds) {
            limits = bounds;
            return this;
        }

        public Builder hostname(String name) {
            hostname = name;
            return this;
        }

        public SandboxedCommand build() {
            return new SandboxedCommand(
                    arguments, environment, workingDirectory, binds, hidden, home, memoryFileBytes, limits, hostname);
        }
    }
}
