package dev.slipway.build.source;

import java.nio.file.Path;

/** What git complained about, fit for people who do not own this machine: without its paths. */
final class Complaint {

    private static final int MAX_LENGTH = 300;

    private Complaint() {}

    static String of(GitOutput output, GitRemote remote, Path... ownFolders) {
        String text = output.complaint().replace(remote.location(), "the repository");
        for (Path folder : ownFolders) {
            text = text.replace(folder.toString(), "the workspace");
        }
        text = text.replaceAll("\\p{Cntrl}", " ").strip();
        if (text.isEmpty()) {
            return "git ended with code " + output.exitCode();
        }
        return text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "…" : text;
    }
}
