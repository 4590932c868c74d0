package dev.slipway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitFixtureTest {

    @TempDir
    private Path folder;

    @Test
    void branchesAndTagsAreServedAsFilesAndOverHttp() {
        GitFixture git = GitFixture.in(folder);
        GitFixture.Repository repository = git.create("acme/web");
        String first = repository.commit("main", Map.of(".drone.yml", "pipeline: {}\n", "src/a.txt", "a"));
        repository.tag("v1", "main");
        String second = repository.commit("feature", Map.of("src/b.txt", "b"), "Add b");

        // When
        try (GitHttpServer server = GitHttpServer.serving(git)) {
            String byFile = GitCommand.run(folder, "ls-remote", repository.fileUrl());
            String byHttp = GitCommand.run(folder, "ls-remote", server.url("acme/web"));
            GitCommand.run(folder, "clone", "--quiet", "--branch", "feature", server.url("acme/web"), "clone");

            // Then
            assertThat(byHttp)
                    .isEqualTo(byFile)
                    .contains(first + "\trefs/heads/main")
                    .contains(second + "\trefs/heads/feature")
                    .contains("refs/tags/v1");
            assertThat(folder.resolve("clone/src/b.txt")).hasContent("b");
        }
    }

    @Test
    void aPrivateServerAsksForThePassword() {
        GitFixture git = GitFixture.in(folder);
        git.create("acme/web").commit("main", Map.of("a", "a"));
        try (GitHttpServer server = GitHttpServer.serving(git, "ada", "secret")) {
            String withPassword = server.url("acme/web").replace("//", "//ada:secret@");

            // When, Then
            assertThatThrownBy(() -> GitCommand.run(folder, "ls-remote", server.url("acme/web")))
                    .isInstanceOf(AssertionError.class);
            assertThat(GitCommand.run(folder, "ls-remote", withPassword)).contains("refs/heads/main");
        }
    }
}
