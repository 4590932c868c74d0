package dev.slipway.build.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real repository, made by the real git. */
public final class Repository {

    private final Path directory;

    private Repository(Path directory) {
        this.directory = directory;
    }

    public static Repository in(Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Repository repository = new Repository(directory);
        repository.git("init", "-q", "-b", "main");
        return repository;
    }

    public String url() {
        return directory.toUri().toString();
    }

    public Path directory() {
        return directory;
    }

    /** Writes a file and commits it; returns the commit's id. */
    public String commit(String file, String content, String message) throws IOException, InterruptedException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
        git("add", "-A");
        git("commit", "-q", "--allow-empty", "--cleanup=verbatim", "-m", message);
        return git("rev-parse", "HEAD");
    }

    public String git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-C", directory.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "GIT_CONFIG_GLOBAL", "/dev/null",
                        "GIT_CONFIG_NOSYSTEM", "1",
                        "GIT_AUTHOR_NAME", "Ada Lovelace",
                        "GIT_AUTHOR_EMAIL", "ada@example.com",
                        "GIT_AUTHOR_DATE", "2026-01-02T03:04:05+08:00",
                        "GIT_COMMITTER_NAME", "Ada Lovelace",
                        "GIT_COMMITTER_EMAIL", "ada@example.com"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes()).strip();
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
