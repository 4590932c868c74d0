package dev.slipway.build.source;

import dev.slipway.events.BuildSnapshot;
import dev.slipway.events.GitRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings one commit of a repository into a folder: first as little of it as the server gives (one commit, no history), and only when it
 * does not hand out that commit by its id, all branches and tags. Blocks.
 */
final class SourceFetch {

    private static final int MAX_OUTPUT_BYTES = 64 * 1024;
    /** Hash, author's name, e-mail and date, message; NUL cannot occur in any of them. */
    private static final String COMMIT_FORMAT = "--format=%H%x00%an%x00%ae%x00%aI%x00%B";

    private final GitProcess git;
    private final GitRemotes remotes;

    SourceFetch(GitProcess git, GitRemotes remotes) {
        this.git = git;
        this.remotes = remotes;
    }

    /**
     * @param directory where the source will be; must not exist or be empty
     * @throws SourceException of any kind
     */
    BuildSnapshot.Commit fetch(SourceUrl url, GitRef ref, Path directory, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        GitRemote remote = remotes.open(url);
        EmptyRepository.make(directory, url);
        Workspace workspace = new Workspace(remote, directory, deadline);
        String commit = ref.sha() == null ? fetchByName(workspace, ref) : fetchBySha(workspace, ref, ref.sha());
        workspace.require(List.of("checkout", "--quiet", "--force", "--detach", commit, "--"));
        return CommitText.parse(workspace
                .require(List.of("log", "-1", "--no-show-signature", COMMIT_FORMAT, "HEAD", "--"))
                .output());
    }

    private static String fetchByName(Workspace workspace, GitRef ref) throws InterruptedException {
        workspace.requireRef(fetchOne(ref.fullName()), ref);
        return "FETCH_HEAD^{commit}";
    }

    private static String fetchBySha(Workspace workspace, GitRef ref, String sha) throws InterruptedException {
        if (!workspace.run(fetchOne(sha), true).succeeded()) {
            List<String> all =
                    new ArrayList<>(List.of("+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*"));
            if (ref.kind() == GitRef.Kind.PULL_REQUEST) {
                all.add(ref.fullName());
            }
            workspace.requireRef(fetch(List.of("--no-tags"), all), ref);
            if (!workspace
                    .run(List.of("cat-file", "-e", sha + "^{commit}"), false)
                    .succeeded()) {
                throw unknown(ref);
            }
        }
        return sha + "^{commit}";
    }

    private static List<String> fetchOne(String what) {
        return fetch(List.of("--no-tags", "--depth=1"), List.of(what));
    }

    private static List<String> fetch(List<String> options, List<String> what) {
        List<String> arguments = new ArrayList<>(List.of("fetch", "--quiet", "--no-recurse-submodules"));
        arguments.addAll(options);
        arguments.add("--");
        arguments.add(Workspace.REMOTE);
        arguments.addAll(what);
        return arguments;
    }

    private static SourceException unknown(GitRef ref) {
        return new SourceException(
                SourceException.Kind.UNKNOWN_REF, "the repository has no " + describe(ref.kind()) + " " + ref.name());
    }

    private static String describe(GitRef.Kind kind) {
        return switch (kind) {
            case BRANCH -> "branch";
            case TAG -> "tag";
            case PULL_REQUEST -> "pull request";
            case SHA -> "commit";
        };
    }

    /** git in one folder, against one repository, until one deadline. */
    private final class Workspace {

        /** Stands for the repository's location in a list of arguments. */
        static final String REMOTE = "\0remote";

        private final GitRemote remote;
        private final Path directory;
        private final long deadline;

        Workspace(GitRemote remote, Path directory, long deadline) {
            this.remote = remote;
            this.directory = directory;
            this.deadline = deadline;
        }

        GitOutput run(List<String> arguments, boolean remotely) throws InterruptedException {
            List<String> all = new ArrayList<>(remotely ? remote.options() : List.of());
            arguments.forEach(argument -> all.add(argument.equals(REMOTE) ? remote.location() : argument));
            Duration remaining = Duration.ofNanos(Math.max(deadline - System.nanoTime(), 1));
            return git.run(directory, remaining, MAX_OUTPUT_BYTES, all);
        }

        GitOutput require(List<String> arguments) throws InterruptedException {
            GitOutput output = run(arguments, false);
            if (!output.succeeded()) {
                throw failure(output);
            }
            return output;
        }

        void requireRef(List<String> fetch, GitRef ref) throws InterruptedException {
            GitOutput output = run(fetch, true);
            if (output.errors().contains("couldn't find remote ref")) {
                throw unknown(ref);
            }
            if (!output.succeeded()) {
                throw failure(output);
            }
        }

        private SourceException failure(GitOutput output) {
            return new SourceException(
                    SourceException.Kind.CANNOT_CLONE,
                    "cannot clone the repository: " + Complaint.of(output, remote, directory));
        }
    }
}
