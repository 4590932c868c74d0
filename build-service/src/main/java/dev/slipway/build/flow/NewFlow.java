package dev.slipway.build.flow;

import dev.slipway.build.source.RefNames;
import dev.slipway.build.source.SourceException;
import dev.slipway.build.source.SourceUrl;
import dev.slipway.events.GitRef;
import dev.slipway.kit.error.SlipwayException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A flow that is to be registered, checked. */
public record NewFlow(
        RepositoryName repository,
        String displayName,
        String sourceUrl,
        String provider,
        String defaultBranch,
        Visibility visibility,
        @Nullable String definitionPath,
        int timeLimitSeconds) {

    private static final String DEFAULT_BRANCH = "main";
    private static final int DEFAULT_TIME_LIMIT_SECONDS = 3600;
    private static final int MAX_TIME_LIMIT_SECONDS = 24 * 3600;
    private static final int MAX_NAME_CHARS = 200;
    private static final int MAX_PATH_CHARS = 500;
    /** Control characters, and halves of characters (lone surrogates), which have no UTF-8. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cs}]");

    /** @throws SlipwayException (invalid) naming the field and what to mend */
    public static NewFlow of(
            @Nullable String name,
            @Nullable String repository,
            @Nullable String sourceUrl,
            @Nullable String defaultBranch,
            @Nullable String visibility,
            @Nullable String definitionPath,
            @Nullable Integer timeLimitSeconds) {
        SourceUrl url = sourceUrl(required("source_url", sourceUrl));
        return new NewFlow(
                RepositoryName.parse(required("repository", repository)),
                displayName(required("name", name)),
                url.text(),
                Provider.of(url),
                defaultBranch == null ? DEFAULT_BRANCH : branch(defaultBranch),
                visibility == null ? Visibility.PRIVATE : visibility(visibility),
                definitionPath == null ? null : path(definitionPath),
                timeLimitSeconds == null ? DEFAULT_TIME_LIMIT_SECONDS : timeLimit(timeLimitSeconds));
    }

    private static String required(String field, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw SlipwayException.invalid(field, "is required");
        }
        return value;
    }

    private static SourceUrl sourceUrl(String text) {
        try {
            return SourceUrl.parse(text);
        } catch (SourceException e) {
            throw SlipwayException.invalid("source_url", String.valueOf(e.getMessage()));
        }
    }

    private static String branch(String name) {
        if (!RefNames.isValid(new GitRef(GitRef.Kind.BRANCH, name, null))) {
            throw SlipwayException.invalid("default_branch", "is not a name that git allows");
        }
        return name;
    }

    private static String displayName(String name) {
        if (name.length() > MAX_NAME_CHARS || UNPRINTABLE.matcher(name).find()) {
            throw SlipwayException.invalid(
                    "name", "must have at most " + MAX_NAME_CHARS + " characters and no control characters");
        }
        return name;
    }

    private static Visibility visibility(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "public" -> Visibility.PUBLIC;
            case "private" -> Visibility.PRIVATE;
            default -> throw SlipwayException.invalid("visibility", "must be public or private");
        };
    }

    private static String path(String path) {
        boolean leaves = path.startsWith("/") || ("/" + path + "/").contains("/../");
        if (path.isBlank()
                || path.length() > MAX_PATH_CHARS
                || leaves
                || UNPRINTABLE.matcher(path).find()) {
            throw SlipwayException.invalid("definition_path", "must be a path relative to the repository's root");
        }
        return path;
    }

    private static int timeLimit(int seconds) {
        if (seconds < 1 || seconds > MAX_TIME_LIMIT_SECONDS) {
            throw SlipwayException.invalid("time_limit_seconds", "must be between 1 and " + MAX_TIME_LIMIT_SECONDS);
        }
        return seconds;
    }
}
