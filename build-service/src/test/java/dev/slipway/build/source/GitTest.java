package dev.slipway.build.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.events.BuildSnapshot;
import dev.slipway.events.GitRef;
import dev.slipway.kit.net.OutboundAddresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GitTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Path roots;
    private Repository repository;
    private Git git;

    @BeforeEach
    void makeRepository() throws Exception {
        roots = Files.createDirectories(folder.resolve("roots"));
        repository = Repository.in(roots.resolve("hello"));
        git = git(Duration.ofSeconds(5), true);
    }

    @Test
    void knowsWhatABranchStandsFor() throws Exception {
        // Given
        String sha = repository.commit("a", "1", "first");
        repository.git("branch", "feature/x");
        repository.git("branch", "refs/heads/feature/x");

        // When
        RefAnswer answer = resolve(branch("feature/x"));

        // Then
        assertThat(answer).isEqualTo(new RefAnswer.Found(sha));
    }

    @Test
    void peelsAnAnnotatedTag() throws Exception {
        // Given
        String sha = repository.commit("a", "1", "first");
        repository.git("tag", "-a", "v1.0", "-m", "one");

        // When
        RefAnswer answer = resolve(new GitRef(GitRef.Kind.TAG, "v1.0", null));

        // Then
        assertThat(answer).isEqualTo(new RefAnswer.Found(sha));
    }

    @Test
    void saysAtOnceThatABranchDoesNotExist() throws Exception {
        // Given
        repository.commit("a", "1", "first");

        // When, Then
        assertThat(resolve(branch("nope"))).isEqualTo(new RefAnswer.Unknown());
        assertThat(resolve(branch("--upload-pack=touch /tmp/x"))).isEqualTo(new RefAnswer.Unknown());
        assertThat(resolve(branch("m*"))).isEqualTo(new RefAnswer.Unknown());
    }

    @Test
    void saysWhyARepositoryCannotBeRead() throws Exception {
        // Given
        Files.createDirectories(roots.resolve("empty"));

        // When
        RefAnswer missing = resolve(roots.resolve("missing").toUri().toString(), branch("main"));
        RefAnswer empty = resolve(roots.resolve("empty").toUri().toString(), branch("main"));

        // Then
        assertThat(missing).isEqualTo(new RefAnswer.Unreachable("there is no repository at the source URL"));
        assertThat(empty)
                .isInstanceOfSatisfying(
                        RefAnswer.Unreachable.class,
                        answer -> assertThat(answer.reason())
                                .contains("does not appear to be a git repository")
                                .doesNotContain(folder.toString()));
    }

    @Test
    void doesNotWaitForARepositoryThatIsSilent() throws Exception {
        // Given
        Git impatient = git(Duration.ofMillis(300), true);
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + silent.getLocalPort() + "/hello.git";

            // When
            RefAnswer answer = impatient
                    .resolve(SourceUrl.parse(url), branch("main"))
                    .await()
                    .atMost(Duration.ofSeconds(60));

            // Then
            assertThat(answer).isEqualTo(new RefAnswer.Slow());
        }
    }

    @Test
    void goesToNoForbiddenAddress() throws IOException {
        // Given
        Git strict = git(Duration.ofSeconds(5), false);

        // When, Then
        for (String url : List.of(
                "http://127.0.0.1:1/x", "http://localhost:1/x", "http://[::1]:1/x", "http://169.254.169.254/x")) {
            assertThatExceptionOfType(SourceException.class)
                    .as(url)
                    .isThrownBy(() -> strict.resolve(SourceUrl.parse(url), branch("main"))
                            .await()
                            .atMost(PATIENCE))
                    .satisfies(refused -> assertThat(refused.kind()).isEqualTo(SourceException.Kind.INVALID));
        }
    }

    @Test
    void readsNoFileOutsideItsRoots() throws Exception {
        // Given
        Repository outside = Repository.in(folder.resolve("outside"));
        outside.commit("a", "1", "first");
        Files.createSymbolicLink(roots.resolve("link"), outside.directory());

        // When, Then
        for (String url : List.of(
                outside.url(),
                roots.resolve("link").toUri().toString(),
                roots.toUri() + "../outside",
                roots.toUri() + "%2e%2e/outside")) {
            assertThatExceptionOfType(SourceException.class)
                    .as(url)
                    .isThrownBy(() -> resolve(url, branch("main")))
                    .satisfies(refused -> assertThat(refused.kind()).isEqualTo(SourceException.Kind.INVALID));
        }
    }

    @Test
    void readsARepositoryThatAnotherUserOwns() throws Exception {
        // Given
        String sha = repository.commit("a", "1", "first");
        giveAway(repository.directory());

        // When
        RefAnswer answer = resolve(branch("main"));
        BuildSnapshot.Commit commit = checkout(branch("main"));

        // Then
        assertThat(answer).isEqualTo(new RefAnswer.Found(sha));
        assertThat(commit.sha()).isEqualTo(sha);
    }

    @Test
    void checksOutABranchWithoutItsHistory() throws Exception {
        // Given
        repository.commit("a", "1", "first");
        String sha = repository.commit("b", "2", "second\n\nwith a body\n");

        // When
        BuildSnapshot.Commit commit = checkout(branch("main"));

        // Then
        assertThat(commit)
                .isEqualTo(new BuildSnapshot.Commit(
                        sha,
                        "second\n\nwith a body",
                        "Ada Lovelace",
                        "ada@example.com",
                        Instant.parse("2026-01-01T19:04:05Z")));
        assertThat(workspace().resolve("b")).hasContent("2");
        assertThat(workspace().resolve(".git/shallow")).exists();
    }

    @Test
    void buildsTheCommitThatTheBranchHadWhenTheBuildWasAccepted() throws Exception {
        // Given
        String accepted = repository.commit("a", "1", "first");
        repository.commit("a", "2", "second");

        // When
        BuildSnapshot.Commit commit = checkout(branch("main").withSha(accepted));

        // Then
        assertThat(commit.sha()).isEqualTo(accepted);
        assertThat(workspace().resolve("a")).hasContent("1");
    }

    @Test
    void checksOutATagAndAPullRequest() throws Exception {
        // Given
        String tagged = repository.commit("a", "1", "first");
        repository.git("tag", "-a", "v1", "-m", "one");
        String requested = repository.commit("a", "2", "second");
        repository.git("update-ref", "refs/pull/7/head", requested);

        // When
        BuildSnapshot.Commit tag = git.checkout(url(), new GitRef(GitRef.Kind.TAG, "v1", null), folder.resolve("tag"));
        BuildSnapshot.Commit pull =
                git.checkout(url(), new GitRef(GitRef.Kind.PULL_REQUEST, "7", null), folder.resolve("pull"));

        // Then
        assertThat(tag.sha()).isEqualTo(tagged);
        assertThat(pull.sha()).isEqualTo(requested);
    }

    @Test
    void tellsAnUnknownBranchFromAnUnknownCommit() throws Exception {
        // Given
        repository.commit("a", "1", "first");
        String none = "0123456789012345678901234567890123456789";

        // When, Then
        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> checkout(branch("nope")))
                .withMessage("the repository has no branch nope")
                .satisfies(unknown -> assertThat(unknown.kind()).isEqualTo(SourceException.Kind.UNKNOWN_REF));
        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> git.checkout(url(), new GitRef(GitRef.Kind.SHA, none, null), folder.resolve("sha")))
                .withMessage("the repository has no commit " + none);
    }

    @Test
    void runsNoHookOfTheRepositoryAndOfTheMachine() throws Exception {
        // Given
        Path proof = folder.resolve("proof");
        repository.commit("a", "1", "first");
        Path hook = repository.directory().resolve(".git/hooks/post-checkout");
        Files.createDirectories(hook.getParent());
        Files.writeString(hook, "#!/bin/sh\ntouch " + proof + "\n");
        assertThat(hook.toFile().setExecutable(true)).isTrue();
        repository.git("config", "uploadpack.packObjectsHook", hook.toString());

        // When
        checkout(branch("main"));

        // Then
        assertThat(proof).doesNotExist();
    }

    @Test
    void stopsWhenItsThreadIsInterrupted() throws Exception {
        // Given
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + silent.getLocalPort() + "/hello.git";
            Thread.currentThread().interrupt();

            // When, Then
            assertThatExceptionOfType(InterruptedException.class)
                    .isThrownBy(() -> git.checkout(SourceUrl.parse(url), branch("main"), workspace()));
        }
    }

    @ParameterizedTest
    @EnumSource(GitRef.Kind.class)
    void neverPassesANameThatIsAnOption(GitRef.Kind kind) throws Exception {
        // Given
        repository.commit("a", "1", "first");
        GitRef ref = new GitRef(kind, "--upload-pack=false", null);

        // When, Then
        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> git.checkout(url(), ref, workspace()))
                .satisfies(refused -> assertThat(refused.kind()).isEqualTo(SourceException.Kind.INVALID));
    }

    private Git git(Duration resolveLimit, boolean allowLoopback) throws IOException {
        return new Git(
                "git",
                Optional.of(List.of(roots)),
                resolveLimit,
                Duration.ofSeconds(20),
                2,
                folder.resolve("data"),
                new OutboundAddresses(allowLoopback));
    }

    private RefAnswer resolve(GitRef ref) {
        return resolve(repository.url(), ref);
    }

    private RefAnswer resolve(String url, GitRef ref) {
        return git.resolve(SourceUrl.parse(url), ref).await().atMost(PATIENCE);
    }

    private BuildSnapshot.Commit checkout(GitRef ref) throws InterruptedException {
        return git.checkout(url(), ref, workspace());
    }

    private Path workspace() {
        return folder.resolve("workspace");
    }

    private SourceUrl url() {
        return SourceUrl.parse(repository.url());
    }

    private static GitRef branch(String name) {
        return new GitRef(GitRef.Kind.BRANCH, name, null);
    }

    /** Only root can give files away; an ordinary user's repository stays its own, and the test then shows less. */
    private static void giveAway(Path directory) throws IOException, InterruptedException {
        new ProcessBuilder("chown", "-R", "65534:65534", directory.toString())
                .start()
                .waitFor();
    }
}
