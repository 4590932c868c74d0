package dev.slipway.dialects;

import java.util.ArrayList;
import java.util.List;

/** A path as its parts. Trailing slashes carry no meaning in any dialect, and are dropped. */
final class PathSegments {

    private PathSegments() {}

    /** The parts of {@code /a/b/}: {@code [a, b]}. An empty part in the middle stays, and so matches no pattern. */
    static List<String> of(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        List<String> segments = new ArrayList<>();
        int start = path.startsWith("/") ? 1 : 0;
        while (start <= end && end > 0) {
            int slash = path.indexOf('/', start);
            if (slash < 0 || slash > end) {
                slash = end;
            }
            segments.add(path.substring(start, slash));
            start = slash + 1;
        }
        return segments;
    }
}
