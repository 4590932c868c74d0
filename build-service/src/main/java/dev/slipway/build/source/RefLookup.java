package dev.slipway.build.source;

import dev.slipway.events.GitRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks a repository what a name stands for, by {@code git ls-remote}. Blocks. */
final class RefLookup {

    /** A server that ignores which refs were asked for may send a great many. */
    private static final int MAX_OUTPUT_BYTES = 8 * 1024 * 1024;

    private final GitProcess git;
    private final GitRemotes remotes;
    private final Path anywhere;

    RefLookup(GitProcess git, GitRemotes remotes, Path anywhere) {
        this.git = git;
        this.remotes = remotes;
        this.anywhere = anywhere;
    }

    /** @throws SourceException INVALID if the URL must not be asked at all */
    RefAnswer find(SourceUrl url, GitRef ref, Duration limit) throws InterruptedException {
        GitRemote remote;
        try {
            remote = remotes.open(url);
            GitOutput answer = git.run(anywhere, limit, MAX_OUTPUT_BYTES, arguments(remote, ref));
            return answer.succeeded()
                    ? answerFrom(answer.output(), ref)
                    : new RefAnswer.Unreachable(Complaint.of(answer, remote));
        } catch (SourceException failure) {
            return switch (failure.kind()) {
                case INVALID -> throw failure;
                case UNKNOWN_REF -> new RefAnswer.Unknown();
                case CANNOT_CLONE -> new RefAnswer.Unreachable(messageOf(failure));
                case TIMED_OUT -> new RefAnswer.Slow();
            };
        }
    }

    private static List<String> arguments(GitRemote remote, GitRef ref) {
        List<String> arguments = new ArrayList<>(remote.options());
        arguments.addAll(List.of("ls-remote", "--quiet", "--", remote.location(), ref.fullName()));
        if (ref.kind() == GitRef.Kind.TAG) {
            arguments.add(peeled(ref));
        }
        return arguments;
    }

    /** A pattern also matches longer names that end in it; only the very name counts. */
    private static RefAnswer answerFrom(String output, GitRef ref) {
        Map<String, String> shas = new HashMap<>();
        output.lines().forEach(line -> {
            int tab = line.indexOf('\t');
            if (tab > 0 && RefNames.isSha(line.substring(0, tab))) {
                shas.put(line.substring(tab + 1), line.substring(0, tab));
            }
        });
        String sha = shas.getOrDefault(peeled(ref), shas.get(ref.fullName()));
        return sha == null ? new RefAnswer.Unknown() : new RefAnswer.Found(sha);
    }

    /** How ls-remote writes the commit that an annotated tag points at. */
    private static String peeled(GitRef ref) {
        return ref.fullName() + "^{}";
    }

    private static String messageOf(SourceException failure) {
        return failure.getMessage() == null ? "" : failure.getMessage();
    }
}
