package dev.slipway.gateway.openapi;

import dev.slipway.dialects.Dialect;

/** What a description says about its dialect as a whole. */
final class DialectTexts {

    private static final String EVERYWHERE = """
            Every answer of a route shows the quota of the hour in `X-RateLimit-Limit`, `-Remaining` and `-Reset`. A path that nobody serves is 404, \
            a path that is served with other methods 405 with `Allow`, both in the dialect's own envelope.""";

    private DialectTexts() {}

    static String title(Dialect dialect) {
        return switch (dialect) {
            case NATIVE -> "Slipway";
            case DAOCLOUD -> "Slipway: DaoCloud dialect";
            case SERVERLESS_CD -> "Slipway: Serverless CD dialect";
            case DRONE -> "Slipway: Drone dialect";
            case IMAGEBUILD -> "Slipway: imagebuild dialect";
            case HARBOR -> "Slipway: Harbor dialect";
            case CODEARTS -> "Slipway: CodeArts Pipeline dialect";
            case OCI -> "Slipway: OCI distribution";
        };
    }

    static String description(Dialect dialect) {
        String own = switch (dialect) {
            case NATIVE -> "The native API of every service. Failures are problems of RFC 9457.";
            case DAOCLOUD -> "Build flows and apps as DaoCloud Services has them. A used-up quota is 403.";
            case SERVERLESS_CD -> "Applications, dispatches and tasks as Serverless CD has them.";
            case DRONE -> "Repositories, builds and logs as Drone 0.5 has them. Failures are one line of text.";
            case IMAGEBUILD ->
                "Projects and plugins as OpenDCP's imagebuild has them. Every answer is 200; `code` tells failures.";
            case HARBOR -> "Projects and repositories as Harbor 0.4 has them. Failures are one line of text.";
            case CODEARTS -> "Pipelines as Huawei CodeArts Pipeline has them.";
            case OCI -> "The registry, as the OCI distribution specification 1.1 has it.";
        };
        return own + " " + EVERYWHERE;
    }
}
