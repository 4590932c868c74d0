package dev.slipway.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The programs of PostgreSQL (initdb, pg_ctl, postgres), unpacked from the jar of this machine's kind.
 *
 * <p>Unpacking takes seconds, so it is done once per folder: under a file lock, into a folder beside, which is then renamed. A
 * process that is killed half way leaves nothing that a later start could take for whole.
 */
final class PostgresBinaries {

    private static final Set<PosixFilePermission> PROGRAM = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> PLAIN = PosixFilePermissions.fromString("rw-r--r--");
    private static final int OWNER_EXECUTE = 0100;

    private final Path folder;

    private PostgresBinaries(Path folder) {
        this.folder = folder;
    }

    static PostgresBinaries unpackedIn(Path folder) {
        String archive = archiveOfThisMachine();
        Path home = folder.resolve(archive.replace(".txz", ""));
        try {
            if (!Files.isDirectory(home)) {
                Files.createDirectories(folder);
                unpackLocked(archive, folder, home);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return new PostgresBinaries(home);
    }

    Path program(String name) {
        return folder.resolve("bin").resolve(name);
    }

    private static String archiveOfThisMachine() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        if (!system.equals("linux")) {
            throw new ServerStartException("The embedded PostgreSQL runs on Linux only, this is " + system
                    + ": give an existing server instead (--postgres URL)");
        }
        return switch (machine) {
            case "amd64", "x86_64" -> "postgres-linux-x86_64.txz";
            case "aarch64", "arm64" -> "postgres-linux-arm_64.txz";
            default ->
                throw new ServerStartException("There is no embedded PostgreSQL for " + machine
                        + ": give an existing server instead (--postgres URL)");
        };
    }

    private static void unpackLocked(String archive, Path folder, Path home) throws IOException {
        Path lockFile = folder.resolve(archive + ".lock");
        // Within this JVM the class lock, between JVMs the file lock: a file lock alone throws for a second thread of
        // one JVM.
        synchronized (PostgresBinaries.class) {
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (lock.isValid() && !Files.isDirectory(home)) {
                    Path unfinished = folder.resolve(archive + ".unfinished");
                    FileTrees.delete(unfinished);
                    unpack(archive, unfinished);
                    Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
                }
            }
        }
    }

    private static void unpack(String archive, Path target) throws IOException {
        URL resource = PostgresBinaries.class.getResource("/" + archive);
        if (resource == null) {
            throw new ServerStartException("The class path has no " + archive);
        }
        try (InputStream compressed = resource.openStream();
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(compressed))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpackEntry(tar, entry, target);
            }
        }
    }

    private static void unpackEntry(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
            throw new IOException("The archive has an entry outside of itself: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Path parent = path.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.createLink(path, target.resolve(entry.getLinkName()));
        } else {
            Files.copy(tar, path);
            Files.setPosixFilePermissions(path, (entry.getMode() & OWNER_EXECUTE) != 0 ? PROGRAM : PLAIN);
        }
    }
}
