package dev.slipway.build.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.events.BuildSnapshot;
import dev.slipway.events.GitRef;
import dev.slipway.testkit.GitFixture;
import dev.slipway.testkit.GitHttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitOverHttpTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final GitRef MAIN = new GitRef(GitRef.Kind.BRANCH, "main", null);

    @TempDir
    Path folder;

    private GitFixture fixture;
    private GitFixture.Repository repository;
    private GitProcess git;

    @BeforeEach
    void makeRepository() throws Exception {
        fixture = GitFixture.in(folder.resolve("repositories"));
        repository = fixture.create("acme/hello");
        git = new GitProcess("git", folder.resolve("home"));
    }

    @Test
    void fetchesABranchATagAndACommit() throws Exception {
        // Given
        String first = repository.commit("main", Map.of("a", "1"));
        repository.tag("v1", "main");
        String second = repository.commit("main", Map.of("a", "2"));
        try (GitHttpServer server = GitHttpServer.serving(fixture)) {
            SourceUrl url = SourceUrl.parse(server.url("acme/hello"));
            SourceFetch fetch = new SourceFetch(git, remotes());

            // When
            BuildSnapshot.Commit branch = fetch.fetch(url, MAIN, folder.resolve("branch"), LIMIT);
            BuildSnapshot.Commit tag =
                    fetch.fetch(url, new GitRef(GitRef.Kind.TAG, "v1", null), folder.resolve("tag"), LIMIT);
            BuildSnapshot.Commit commit =
                    fetch.fetch(url, new GitRef(GitRef.Kind.SHA, first, first), folder.resolve("commit"), LIMIT);

            // Then
            assertThat(branch.sha()).isEqualTo(second);
            assertThat(tag.sha()).isEqualTo(first);
            assertThat(commit.sha()).isEqualTo(first);
            assertThat(folder.resolve("commit/a")).hasContent("1");
            assertThat(folder.resolve("commit/.git/config")).content().contains(url.text());
            assertThat(lookup(remotes()).find(url, MAIN, LIMIT)).isEqualTo(new RefAnswer.Found(second));
            assertThat(lookup(remotes()).find(url, new GitRef(GitRef.Kind.BRANCH, "nope", null), LIMIT))
                    .isEqualTo(new RefAnswer.Unknown());
        }
    }

    @Test
    void connectsToTheAddressThatWasCheckedWhateverTheNameSaysLater() throws Exception {
        // Given
        String sha = repository.commit("main", Map.of("a", "1"));
        try (GitHttpServer server = GitHttpServer.serving(fixture)) {
            int port = URI.create(server.url("acme/hello")).getPort();
            SourceUrl url = SourceUrl.parse("http://git.example.invalid:" + port + "/acme/hello.git");
            GitRemotes remotes = new GitRemotes(new FileRoots(List.of()), address -> true, host ->
                    new InetAddress[] {InetAddress.getLoopbackAddress()});

            // When
            RefAnswer answer = lookup(remotes).find(url, MAIN, LIMIT);

            // Then
            assertThat(answer).isEqualTo(new RefAnswer.Found(sha));
        }
    }

    @Test
    void followsNoRedirect() throws Exception {
        // Given
        repository.commit("main", Map.of("a", "1"));
        try (GitHttpServer server = GitHttpServer.serving(fixture)) {
            HttpServer redirecting = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            String target = server.url("acme/hello");
            redirecting.createContext("/", exchange -> {
                exchange.getResponseHeaders()
                        .add(
                                "Location",
                                target + exchange.getRequestURI().toString().replaceFirst("^/x", ""));
                exchange.sendResponseHeaders(302, -1);
                exchange.close();
            });
            redirecting.start();
            SourceUrl url = SourceUrl.parse(
                    "http://127.0.0.1:" + redirecting.getAddress().getPort() + "/x");

            // When
            RefAnswer answer = lookup(remotes()).find(url, MAIN, LIMIT);

            // Then
            redirecting.stop(0);
            assertThat(answer).isInstanceOf(RefAnswer.Unreachable.class);
        }
    }

    @Test
    void asksNobodyForAPassword() throws Exception {
        // Given
        repository.commit("main", Map.of("a", "1"));
        try (GitHttpServer server = GitHttpServer.serving(fixture, "ada", "secret")) {
            SourceUrl url = SourceUrl.parse(server.url("acme/hello"));

            // When, Then
            assertThatExceptionOfType(SourceException.class)
                    .isThrownBy(() -> new SourceFetch(git, remotes()).fetch(url, MAIN, folder.resolve("work"), LIMIT))
                    .withMessageContaining("cannot clone the repository")
                    .withMessageNotContaining(folder.toString());
        }
    }

    private RefLookup lookup(GitRemotes remotes) {
        return new RefLookup(git, remotes, folder);
    }

    private static GitRemotes remotes() {
        return new GitRemotes(new FileRoots(List.of()), address -> true, InetAddress::getAllByName);
    }
}
