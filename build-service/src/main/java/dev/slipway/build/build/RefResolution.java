package dev.slipway.build.build;

import dev.slipway.build.flow.Flow;
import dev.slipway.build.source.Git;
import dev.slipway.build.source.RefAnswer;
import dev.slipway.build.source.SourceException;
import dev.slipway.build.source.SourceUrl;
import dev.slipway.events.GitRef;
import dev.slipway.kit.error.SlipwayException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Finds out which commit a branch or tag stands for, before a build of it is accepted.
 *
 * <p>A name that the repository does not have is refused at once, and so is a repository that answers that it cannot be read: waiting
 * would help neither. A repository that does not answer in time is believed: the build is accepted without a commit id, and the clone
 * finds out. A commit id is taken at its word; git is not called for it.
 */
@ApplicationScoped
public class RefResolution {

    private final Git git;

    RefResolution(Git git) {
        this.git = git;
    }

    /** @throws SlipwayException (unprocessable) if the repository has no such ref or cannot be read */
    public Uni<GitRef> resolve(Flow flow, GitRef ref) {
        if (ref.sha() != null) {
            return Uni.createFrom().item(ref);
        }
        return Uni.createFrom()
                .item(() -> SourceUrl.parse(flow.sourceUrl()))
                .chain(url -> git.resolve(url, ref))
                .map(answer -> withAnswer(ref, answer))
                .onFailure(SourceException.class)
                .transform(failure -> SlipwayException.unprocessable(String.valueOf(failure.getMessage())));
    }

    private static GitRef withAnswer(GitRef ref, RefAnswer answer) {
        if (answer instanceof RefAnswer.Found found) {
            return ref.withSha(found.sha());
        }
        if (answer instanceof RefAnswer.Unreachable unreachable) {
            throw SlipwayException.unprocessable("the repository cannot be read: " + unreachable.reason());
        }
        if (answer instanceof RefAnswer.Unknown) {
            throw SlipwayException.unprocessable("the repository has no " + describe(ref));
        }
        return ref;
    }

    static String describe(GitRef ref) {
        String kind = switch (ref.kind()) {
            case BRANCH -> "branch ";
            case TAG -> "tag ";
            case PULL_REQUEST -> "pull request ";
            case SHA -> "commit ";
        };
        return kind + ref.name();
    }
}
