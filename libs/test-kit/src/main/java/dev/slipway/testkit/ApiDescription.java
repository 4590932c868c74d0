package dev.slipway.testkit;

import dev.slipway.dialects.DocumentedPaths;
import dev.slipway.dialects.Route;
import dev.slipway.dialects.RouteTable;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.openapi.contract.OpenAPIVersion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Checks an API description: by the official schema of its version of OpenAPI, and against the route table, in both directions. */
public final class ApiDescription {

    private static final long LIMIT_SECONDS = 60;
    private static final String HEAD = "HEAD";

    private final JsonObject document;

    private ApiDescription(JsonObject document) {
        this.document = document;
    }

    public static ApiDescription parse(String json) {
        return new ApiDescription(new JsonObject(json));
    }

    /** @throws AssertionError saying what the official schema does not allow */
    public ApiDescription requireValid() {
        Vertx vertx = Vertx.vertx();
        try {
            OpenAPIVersion version = OpenAPIVersion.fromContract(document);
            OutputUnit result = version.getRepository(vertx, "app://slipway")
                    .compose((SchemaRepository schemas) -> version.validateContract(vertx, schemas, document))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (!Boolean.TRUE.equals(result.getValid())) {
                throw new AssertionError("not valid OpenAPI: " + result.toJson().encodePrettily());
            }
            return this;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new AssertionError("the description could not be checked", e);
        } finally {
            vertx.close();
        }
    }

    /**
     * @param service whose own description this is
     * @throws AssertionError naming each route that is not described, and each operation that no route leads to
     */
    public ApiDescription requireRoutesOf(String service) {
        List<Route> routes = RouteTable.load().routes().stream()
                .filter(route -> route.service().equals(service))
                .toList();
        Set<String> led = new HashSet<>();
        List<String> mistakes = new ArrayList<>();
        for (Route route : routes) {
            Optional<String> path = described(route, route.method());
            path.ifPresentOrElse(
                    found -> led.add(operation(route.method(), found)),
                    () -> mistakes.add("no operation for the route " + route.method() + " " + route.pattern()));
            if (route.method().equals("GET")) {
                described(route, HEAD).ifPresent(found -> led.add(operation(HEAD, found)));
            }
        }
        for (String operation : operations()) {
            if (!led.contains(operation)) {
                mistakes.add("no route for the operation " + operation);
            }
        }
        if (!mistakes.isEmpty()) {
            throw new AssertionError(String.join("\n", mistakes));
        }
        return this;
    }

    private Optional<String> described(Route route, String method) {
        JsonObject paths = document.getJsonObject("paths", new JsonObject());
        return DocumentedPaths.describing(
                route,
                paths.fieldNames().stream()
                        .filter(path -> paths.getJsonObject(path).containsKey(method.toLowerCase(Locale.ROOT)))
                        .toList());
    }

    /** Those that are for callers from outside. */
    private List<String> operations() {
        JsonObject paths = document.getJsonObject("paths", new JsonObject());
        List<String> operations = new ArrayList<>();
        for (String path : paths.fieldNames()) {
            if (!path.startsWith("/internal/") && !path.startsWith("/q/")) {
                for (String method : List.of("get", "head", "post", "put", "patch", "delete")) {
                    if (paths.getJsonObject(path).containsKey(method)) {
                        operations.add(operation(method.toUpperCase(Locale.ROOT), path));
                    }
                }
            }
        }
        return operations;
    }

    private static String operation(String method, String path) {
        return method + " " + path;
    }
}
