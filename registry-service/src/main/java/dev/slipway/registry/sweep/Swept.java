package dev.slipway.registry.sweep;

/**
 * What one round of the sweep found.
 *
 * @param uploads abandoned uploads that were thrown away
 * @param blobs that a repository let go of
 * @param contents whose files were deleted
 */
public record Swept(int uploads, int blobs, int contents) {

    boolean isEmpty() {
        return uploads + blobs + contents == 0;
    }
}
