package dev.slipway.build.dialect.drone;

/** Where a person can look at a commit. */
final class CommitLink {

    private CommitLink() {}

    /** Empty while the commit is not known, and for repositories that no browser can open. */
    static String of(String sourceUrl, String sha) {
        if (sha.isEmpty() || !sourceUrl.startsWith("http")) {
            return "";
        }
        String page = sourceUrl.endsWith(".git") ? sourceUrl.substring(0, sourceUrl.length() - 4) : sourceUrl;
        return page + "/commit/" + sha;
    }
}
