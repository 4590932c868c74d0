package dev.slipway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A folder of git repositories, made with git itself: {@code <folder>/<owner>/<name>.git}. They are reached as {@code file://} or,
 * with a {@link GitHttpServer} over the same folder, by HTTP.
 */
public final class GitFixture {

    private final Path folder;

    private GitFixture(Path folder) {
        this.folder = folder;
    }

    public static GitFixture in(Path folder) {
        return new GitFixture(folder.toAbsolutePath());
    }

    /** The folder that holds all repositories. */
    public Path folder() {
        return folder;
    }

    /**
     * A new repository with branch {@code main} and no commit.
     *
     * @param fullName {@code owner/name}
     */
    public Repository create(String fullName) {
        Path bare = folder.resolve(fullName + ".git");
        Path work = folder.resolve(fullName + ".work");
        try {
            Files.createDirectories(bare);
            Files.createDirectories(work);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        GitCommand.run(bare, "init", "--quiet", "--bare", "--initial-branch=main");
        GitCommand.run(work, "init", "--quiet", "--initial-branch=main");
        GitCommand.run(work, "remote", "add", "origin", bare.toString());
        return new Repository(bare, work);
    }

    /** One repository: a bare one that is served, and a work tree to commit from. */
    public static final class Repository {

        private final Path bare;
        private final Path work;

        private Repository(Path bare, Path work) {
            this.bare = bare;
            this.work = work;
        }

        /** For {@code git clone}: {@code file:///…}. */
        public String fileUrl() {
            return "file://" + bare;
        }

        /** The bare repository. */
        public Path path() {
            return bare;
        }

        /**
         * Writes the files (path below the repository to content), commits them on the branch, which is made from where the work
         * tree stands if there is none, and pushes.
         *
         * @return the commit's sha
         */
        public String commit(String branch, Map<String, String> files, String message) {
            checkOut(branch);
            files.forEach(this::write);
            GitCommand.run(work, "add", "--all");
            GitCommand.run(work, "commit", "--quiet", "--allow-empty", "--message", message);
            GitCommand.run(work, "push", "--quiet", "origin", branch);
            return GitCommand.run(work, "rev-parse", "HEAD");
        }

        public String commit(String branch, Map<String, String> files) {
            return commit(branch, files, "Change " + String.join(", ", files.keySet()));
        }

        /** An annotated tag on the tip of the branch. */
        public void tag(String tag, String branch) {
            GitCommand.run(work, "tag", "--annotate", "--message", tag, tag, branch);
            GitCommand.run(work, "push", "--quiet", "origin", tag);
        }

        public void deleteBranch(String branch) {
            GitCommand.run(bare, "update-ref", "-d", "refs/heads/" + branch);
        }

        private void checkOut(String branch) {
            boolean empty = GitCommand.run(work, "for-each-ref").isEmpty();
            boolean known = !GitCommand.run(work, "branch", "--list", branch).isEmpty();
            if (empty) {
                GitCommand.run(work, "symbolic-ref", "HEAD", "refs/heads/" + branch);
            } else if (known) {
                GitCommand.run(work, "checkout", "--quiet", branch);
            } else {
                GitCommand.run(work, "checkout", "--quiet", "-b", branch);
            }
        }

        private void write(String name, String content) {
            Path file = work.resolve(name);
            try {
                Path parent = file.getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                Files.writeString(file, content);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}
