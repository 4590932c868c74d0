package dev.slipway.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The accounts and hosts that a command finds in its {@code /etc}: root, itself, and itself. Java, git and others ask there for a home. */
final class Accounts {

    private Accounts() {}

    static List<FilesystemEntry> write(Path folder, int uid, int gid, SandboxedCommand command) throws IOException {
        Path etc = Files.createDirectory(folder.resolve("etc"));
        Files.writeString(
                etc.resolve("passwd"),
                "root:x:0:0:root:/:/bin/sh\nslipway:x:" + uid + ":" + gid + "::" + command.home() + ":/bin/sh\n");
        Files.writeString(etc.resolve("group"), "root:x:0:\nslipway:x:" + gid + ":\n");
        Files.writeString(etc.resolve("hosts"), "127.0.0.1 localhost " + command.hostname() + "\n::1 localhost\n");
        Files.writeString(etc.resolve("nsswitch.conf"), "passwd: files\ngroup: files\nhosts: files\n");
        return List.of(bound(etc, "passwd"), bound(etc, "group"), bound(etc, "hosts"), bound(etc, "nsswitch.conf"));
    }

    private static FilesystemEntry bound(Path etc, String name) {
        return new FilesystemEntry.Bound(etc.resolve(name), Path.of("/etc", name), false, false);
    }
}
