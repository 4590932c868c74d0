package dev.slipway.registry.repository;

import dev.slipway.kit.db.Transaction;
import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.identity.Principal;
import dev.slipway.registry.fault.RegistryException;
import dev.slipway.registry.fault.RegistryFault;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/**
 * The one place where it is decided who may do what with a repository. Reading takes the right to read the tenant, changing takes that of
 * a member who may build. A repository of a tenant that the caller may not read answers as one that does not exist.
 */
@ApplicationScoped
public class RepositoryAccess {

    private final Repositories repositories;

    RepositoryAccess(Repositories repositories) {
        this.repositories = repositories;
    }

    /**
     * The repository, to read from.
     *
     * @throws RegistryException UNAUTHORIZED, or NAME_UNKNOWN for unknown and foreign alike
     */
    public Uni<Repository> forPull(Principal principal, RepositoryName name) {
        return Uni.createFrom().deferred(() -> {
            requirePull(principal, name);
            return existing(name);
        });
    }

    /**
     * The repository, to change what is in it.
     *
     * @throws RegistryException UNAUTHORIZED, DENIED to who may only read, NAME_UNKNOWN for unknown and foreign alike
     */
    public Uni<Repository> forChange(Principal principal, RepositoryName name) {
        return Uni.createFrom().deferred(() -> {
            requirePush(principal, name);
            return existing(name);
        });
    }

    /** The repository, to push into, made if it does not exist. Throws as {@link #forChange}. */
    public Uni<Repository> forPush(Transaction transaction, Principal principal, RepositoryName name) {
        return Uni.createFrom().deferred(() -> {
            requirePush(principal, name);
            return repositories.obtain(transaction, name).invoke(RepositoryLog::isAbout);
        });
    }

    /** Refuses, as {@link #forChange} does, whoever may not push into a repository of that name, whether it exists or not. */
    public void requirePush(Principal principal, RepositoryName name) {
        requirePull(principal, name);
        if (!principal.mayBuild(name.tenant())) {
            throw new RegistryException(
                    RegistryFault.DENIED, "pushing to " + name + " takes a member's role and a token that may build");
        }
    }

    /** The repository with that id, natively. */
    public Uni<Repository> forReading(Principal principal, UUID id) {
        return repositories
                .find(id)
                .map(found -> found.filter(repository -> principal.mayRead(repository.tenant()))
                        .orElseThrow(() -> SlipwayException.notFound("repository")))
                .invoke(RepositoryLog::isAbout);
    }

    /** What the caller may read, by name, from after {@code afterName} on. */
    public Uni<List<Repository>> readable(Principal principal, String afterName, int limit) {
        // Whether the token may read at all is asked with any name: an administrator's role does not depend on it.
        if (principal.administrator() && principal.mayRead("any")) {
            return repositories.page(afterName, limit);
        }
        List<String> tenants =
                principal.tenants().keySet().stream().filter(principal::mayRead).toList();
        return repositories.page(tenants, afterName, limit);
    }

    private Uni<Repository> existing(RepositoryName name) {
        return repositories
                .find(name)
                .map(found -> found.orElseThrow(() -> unknown(name)))
                .invoke(RepositoryLog::isAbout);
    }

    private static void requirePull(Principal principal, RepositoryName name) {
        if (principal.anonymous()) {
            throw new RegistryException(RegistryFault.UNAUTHORIZED, "the registry needs a token");
        }
        if (!principal.mayRead(name.tenant())) {
            throw unknown(name);
        }
    }

    private static RegistryException unknown(RepositoryName name) {
        return new RegistryException(RegistryFault.NAME_UNKNOWN, "repository " + name + " is not known");
    }
}
