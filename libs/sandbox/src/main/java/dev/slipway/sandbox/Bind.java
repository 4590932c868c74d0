package dev.slipway.sandbox;

import java.nio.file.Path;

/**
 * A folder or file of the host that a command sees.
 *
 * @param host where it is
 * @param inside where the command sees it
 * @param writable whether the command may change it, as far as its user may
 */
public record Bind(Path host, Path inside, boolean writable) {

    public Bind {
        if (!host.isAbsolute() || !inside.isAbsolute()) {
            throw new IllegalArgumentException("paths of a bind are absolute: " + host + ", " + inside);
        }
        inside = inside.normalize();
    }
}
