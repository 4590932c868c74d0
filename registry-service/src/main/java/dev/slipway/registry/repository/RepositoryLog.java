package dev.slipway.registry.repository;

import dev.slipway.kit.log.LogKeys;
import io.smallrye.common.vertx.VertxContext;
import org.jboss.logging.MDC;

/** Says in each further log line of a request which repository it is about. The key ends with the request's own context. */
final class RepositoryLog {

    private RepositoryLog() {}

    static void isAbout(Repository repository) {
        // Elsewhere the key would stay on a thread that serves others.
        if (VertxContext.isOnDuplicatedContext()) {
            MDC.put(LogKeys.REPOSITORY_ID, repository.id().toString());
        }
    }
}
