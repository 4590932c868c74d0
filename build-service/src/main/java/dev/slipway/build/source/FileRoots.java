package dev.slipway.build.source;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * The folders below which file URLs may be cloned. None by default: a file URL names a path of the machine that builds, not of the
 * person who writes it.
 */
final class FileRoots {

    private final List<Path> roots;

    FileRoots(List<Path> roots) {
        this.roots = List.copyOf(roots);
    }

    /**
     * The real path of the repository, links resolved. Blocks on the file system.
     *
     * @throws SourceException INVALID for a path outside the roots, existing or not: the answer tells nothing about what is there
     */
    Path resolve(SourceUrl url) {
        for (Path root : roots) {
            try {
                Path realRoot = root.toRealPath();
                Path named = root.getFileSystem().getPath(url.path()).normalize();
                if (!named.startsWith(root) && !named.startsWith(realRoot)) {
                    continue;
                }
                Path real = named.toRealPath();
                if (real.startsWith(realRoot)) {
                    return real;
                }
            } catch (InvalidPathException noPath) {
                break;
            } catch (IOException missing) {
                throw new SourceException(
                        SourceException.Kind.CANNOT_CLONE, "there is no repository at the source URL");
            }
        }
        throw new SourceException(
                SourceException.Kind.INVALID,
                "the source URL is a file URL outside the folders that this installation clones from");
    }
}
