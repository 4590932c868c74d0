package dev.slipway.build.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes the work tree of a repository without a commit, by writing the four entries that git asks for (gitrepository-layout): a process
 * less on the way from a build's acceptance to its first step.
 */
final class EmptyRepository {

    private static final String CONFIGURATION = """
            [core]
            \trepositoryformatversion = 0
            \tfilemode = true
            \tbare = false
            \tlogallrefupdates = true
            """;

    private EmptyRepository() {}

    /** @param directory absent or empty */
    static void make(Path directory, SourceUrl url) {
        Path git = directory.resolve(".git");
        try {
            Files.createDirectories(git.resolve("objects"));
            Files.createDirectories(git.resolve("refs"));
            Files.writeString(git.resolve("HEAD"), "ref: refs/heads/main\n");
            Files.writeString(git.resolve("config"), CONFIGURATION + origin(url));
        } catch (IOException failure) {
            throw new SourceException(SourceException.Kind.CANNOT_CLONE, "the workspace could not be written");
        }
    }

    /**
     * Tools in a step like to ask where the source is from. The URL holds nothing that would need quoting in git's configuration; a path
     * of this machine is nothing to a step.
     */
    private static String origin(SourceUrl url) {
        return switch (url.scheme()) {
            case FILE -> "";
            case HTTP, HTTPS ->
                "[remote \"origin\"]\n\turl = \"" + url.text() + "\"\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n";
        };
    }
}
