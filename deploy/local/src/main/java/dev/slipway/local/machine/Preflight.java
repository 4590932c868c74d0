package dev.slipway.local.machine;

import dev.slipway.local.LaunchFailure;
import dev.slipway.local.data.DataFolder;
import dev.slipway.local.suite.ServiceName;
import dev.slipway.local.suite.SuiteOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** What must be so before anything is started; each thing that is not is told in one line that says what to do. */
public final class Preflight {

    private static final long MEBIBYTE = 1024L * 1024;

    /** The embedded servers of an empty suite take about 200 MiB; the rest is room to work. */
    private static final long NEEDED_MEBIBYTES = 512;

    private static final int HIGHEST_PORT = 65_535;

    private final SuiteOptions options;
    private final DataFolder data;
    private final Disk disk;

    public Preflight(SuiteOptions options, DataFolder data) {
        this(options, data, folder -> Files.getFileStore(folder).getUsableSpace());
    }

    Preflight(SuiteOptions options, DataFolder data, Disk disk) {
        this.options = options;
        this.data = data;
        this.disk = disk;
    }

    /** Everything but {@link #checkSpace}; changes nothing. */
    public void check() {
        checkGit();
        checkJars(options.root());
        checkPort(options);
    }

    /** By itself, because {@code --fresh} makes room first, and must not do so before all else is known to be well. */
    public void checkSpace() {
        try {
            long freeMebibytes = disk.freeBytes(data.path()) / MEBIBYTE;
            if (freeMebibytes < NEEDED_MEBIBYTES) {
                throw new LaunchFailure("The disk of " + data.path() + " is full: " + freeMebibytes + " MiB free, "
                        + NEEDED_MEBIBYTES + " MiB needed; make room or use another --data folder");
            }
        } catch (IOException failed) {
            throw new LaunchFailure(
                    "The disk of " + data.path() + " cannot be looked at: " + failed.getMessage(), failed);
        }
    }

    private static void checkGit() {
        if (Programs.find("git").isEmpty()) {
            throw new LaunchFailure("git is not installed (not on the PATH): builds clone repositories with it");
        }
    }

    private static void checkJars(Path root) {
        for (ServiceName service : ServiceName.all()) {
            if (!Files.exists(service.jar(root))) {
                throw new LaunchFailure(
                        service.word() + " is not built (" + service.jar(root) + "): run ./mvnw package -DskipTests");
            }
        }
    }

    private static void checkPort(SuiteOptions options) {
        if (options.port() < 1 || options.port() > HIGHEST_PORT) {
            throw new LaunchFailure("Not a port: " + options.port());
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(options.host(), options.port()));
        } catch (IOException taken) {
            throw new LaunchFailure(
                    "Port " + options.port() + " of " + options.host() + " is in use or not allowed ("
                            + taken.getMessage() + "): choose another one with --port",
                    taken);
        }
    }

    /** What a folder's disk still takes. */
    interface Disk {

        long freeBytes(Path folder) throws IOException;
    }
}
