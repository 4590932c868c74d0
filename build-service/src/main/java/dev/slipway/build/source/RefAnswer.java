package dev.slipway.build.source;

/** What a repository said, in time or not, about a branch, a tag or a commit. */
public sealed interface RefAnswer {

    /** @param sha the commit that the name stands for now; an annotated tag is peeled */
    record Found(String sha) implements RefAnswer {}

    /** The repository answered that it has no such branch or tag, or the name cannot be one. */
    record Unknown() implements RefAnswer {}

    /** No answer within the deadline: whether the ref exists is found out when the build fetches it. */
    record Slow() implements RefAnswer {}

    /** @param reason why the repository could not be read, for a person */
    record Unreachable(String reason) implements RefAnswer {}
}
