package dev.slipway.gateway.registry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a token of the Docker token service is for, as its scopes say: {@code repository:acme/app:pull,push}
 * (distribution specification, "Token Scope Documentation"). Types other than repositories are for nothing here and are left out.
 *
 * @param actions by repository
 */
public record RegistryAccess(Map<String, Set<String>> actions) {

    /** Reads an image. */
    public static final String PULL = "pull";

    /** Writes one. */
    public static final String PUSH = "push";

    /** Deletes one. */
    public static final String DELETE = "delete";

    private static final String REPOSITORY = "repository:";
    private static final String EVERYTHING = "*";
    private static final int MAX_SCOPES = 50;

    public RegistryAccess {
        Map<String, Set<String>> copy = new LinkedHashMap<>();
        actions.forEach((repository, allowed) -> copy.put(repository, Set.copyOf(allowed)));
        actions = Map.copyOf(copy);
    }

    /** Parses scopes; several may stand in one parameter, parted by blanks. What is not understood is not granted. */
    public static RegistryAccess ofScopes(Collection<String> parameters) {
        Map<String, Set<String>> actions = new LinkedHashMap<>();
        List<String> scopes = new ArrayList<>();
        parameters.forEach(parameter -> scopes.addAll(List.of(parameter.split(" ", -1))));
        scopes.stream()
                .limit(MAX_SCOPES)
                .filter(scope -> scope.startsWith(REPOSITORY))
                .forEach(scope -> {
                    int colon = scope.lastIndexOf(':');
                    if (colon > REPOSITORY.length()) {
                        actions.computeIfAbsent(scope.substring(REPOSITORY.length(), colon), name -> new TreeSet<>())
                                .addAll(List.of(scope.substring(colon + 1).split(",", -1)));
                    }
                });
        return new RegistryAccess(actions);
    }

    /** Whether the access covers an action on a repository. */
    public boolean allows(String repository, String action) {
        Set<String> allowed = actions.getOrDefault(repository, Set.of());
        return allowed.contains(action) || allowed.contains(EVERYTHING);
    }
}
