package dev.slipway.dialects;

import java.util.Locale;

/** The five open APIs that Slipway's clients already speak, the two parts of the fourth and of the registry apart, and our own. */
public enum Dialect {
    /** DaoCloud Services: build flows and apps under {@code /v1}. */
    DAOCLOUD,
    /** Serverless CD: applications, dispatches and tasks under {@code /api/flow}. */
    SERVERLESS_CD,
    /** Drone 0.5: repositories, builds and logs under {@code /api/repos}. */
    DRONE,
    /** OpenDCP's imagebuild: projects and plugins; every answer is HTTP 200 with a code in its body, but 429 when the quota is used up. */
    IMAGEBUILD,
    /** Harbor 0.4: projects and repositories of the registry. */
    HARBOR,
    /** Huawei CodeArts Pipeline: {@code /v3}, {@code /v5} and the plugin and rule APIs. */
    CODEARTS,
    /** OCI distribution: {@code /v2/}. */
    OCI,
    /** Slipway's own API under {@code /platform/v1}, and everything that no dialect claims. */
    NATIVE;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The name in route files, logs and metrics: {@code serverless-cd}. */
    public String word() {
        return word;
    }

    /**
     * The reverse of {@link #word()}.
     *
     * @throws IllegalArgumentException when no dialect has that word
     */
    public static Dialect ofWord(String word) {
        for (Dialect dialect : values()) {
            if (dialect.word.equals(word)) {
                return dialect;
            }
        }
        throw new IllegalArgumentException("unknown dialect: " + word);
    }
}
