package dev.slipway.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The read-only part of the host that any program needs to run: programs, libraries, the JDK, and the harmless part of {@code /etc}. */
final class HostSystem {

    private static final List<String> PROGRAMS =
            List.of("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/opt", "/nix/store");

    /** Nothing here holds a secret. Accounts and hosts are made anew for each command. */
    private static final List<String> CONFIGURATION = List.of(
            "/etc/alternatives",
            "/etc/bash.bashrc",
            "/etc/ca-certificates",
            "/etc/ca-certificates.conf",
            "/etc/crypto-policies",
            "/etc/debian_version",
            "/etc/fonts",
            "/etc/inputrc",
            "/etc/java",
            "/etc/java-8-openjdk",
            "/etc/java-11-openjdk",
            "/etc/java-17-openjdk",
            "/etc/java-21-openjdk",
            "/etc/java-25-openjdk",
            "/etc/ld.so.cache",
            "/etc/ld.so.conf",
            "/etc/ld.so.conf.d",
            "/etc/localtime",
            "/etc/magic",
            "/etc/mime.types",
            "/etc/os-release",
            "/etc/perl",
            "/etc/pki/ca-trust",
            "/etc/pki/java",
            "/etc/pki/tls/certs",
            "/etc/profile",
            "/etc/profile.d",
            "/etc/protocols",
            "/etc/python3",
            "/etc/services",
            "/etc/ssl/certs",
            "/etc/ssl/openssl.cnf",
            "/etc/timezone");

    private HostSystem() {}

    static List<FilesystemEntry> entries() {
        List<FilesystemEntry> entries = new ArrayList<>();
        PROGRAMS.forEach(path -> add(entries, Path.of(path)));
        CONFIGURATION.forEach(path -> add(entries, Path.of(path)));
        Path javaHome = Path.of(System.getProperty("java.home"));
        if (PROGRAMS.stream().noneMatch(javaHome::startsWith)) {
            add(entries, javaHome);
        }
        return entries;
    }

    private static void add(List<FilesystemEntry> entries, Path path) {
        try {
            if (Files.isSymbolicLink(path)) {
                entries.add(
                        new FilesystemEntry.Link(Files.readSymbolicLink(path).toString(), path));
            } else if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                entries.add(new FilesystemEntry.Bound(path.toRealPath(), path, false, Files.isDirectory(path)));
            }
        } catch (IOException unreadable) {
            // What the service itself may not look at, a command does not need.
            return;
        }
    }
}
