package dev.slipway.build.runner.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Removes what steps left, by {@code rm}: it copes with trees that are too deep for a path and follows no link. A step may also have
 * taken away its own user's right to enter a folder.
 */
final class FileTree {

    private static final File NOTHING = new File("/dev/null");

    private FileTree() {}

    /** Blocks. */
    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (run("rm", "-rf", "--", tree.toString()) != 0) {
            run("chmod", "-R", "u+rwX", "--", tree.toString());
            if (run("rm", "-rf", "--", tree.toString()) != 0) {
                throw new IOException("cannot remove " + tree);
            }
        }
    }

    private static int run(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectInput(NOTHING)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        boolean interrupted = false;
        while (true) {
            try {
                int code = process.waitFor();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return code;
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
    }
}
