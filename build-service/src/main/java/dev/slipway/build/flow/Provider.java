package dev.slipway.build.flow;

import dev.slipway.build.source.SourceUrl;

/** What DaoCloud calls {@code src_provider}: who hosts a repository, as far as its address tells. */
final class Provider {

    private Provider() {}

    static String of(SourceUrl url) {
        return switch (url.host()) {
            case "github.com" -> "github";
            case "gitlab.com" -> "gitlab";
            case "bitbucket.org" -> "bitbucket";
            case "coding.net", "git.coding.net", "e.coding.net" -> "coding";
            case "gitcafe.com" -> "gitcafe";
            case "code.csdn.net" -> "csdn";
            default -> "git";
        };
    }
}
