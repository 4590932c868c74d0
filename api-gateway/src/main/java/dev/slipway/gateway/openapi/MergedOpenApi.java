package dev.slipway.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.dialects.Dialect;
import dev.slipway.dialects.Route;
import dev.slipway.dialects.RouteTable;
import dev.slipway.gateway.proxy.UpstreamJson;
import dev.slipway.gateway.proxy.Upstreams;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.smallrye.openapi.runtime.io.Format;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One description per dialect, out of each service's own. A service that is away is described as it last described itself; one that has not been seen
 * since the gateway's start is left out, and asked again soon.
 */
@ApplicationScoped
class MergedOpenApi {

    private static final Logger LOG = Logger.getLogger(MergedOpenApi.class);
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final Duration GOOD_FOR = Duration.ofSeconds(5);
    private static final String PATH = "/q/openapi?format=json";

    private final List<Route> routes = RouteTable.load().routes();
    private final Upstreams upstreams;
    private final UpstreamJson http;
    private final OpenApiDocumentService own;
    private final ObjectMapper json;
    private final Map<String, JsonNode> lastKnown = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Merged> latest = new AtomicReference<>();

    MergedOpenApi(Upstreams upstreams, UpstreamJson http, OpenApiDocumentService own, ObjectMapper json) {
        this.upstreams = upstreams;
        this.http = http;
        this.own = own;
        this.json = json;
    }

    /** The document as JSON; may complete on any thread. */
    Future<Buffer> document(Dialect dialect) {
        Merged known = latest.get();
        if (known == null || !known.holds()) {
            known = new Merged(merge(), System.nanoTime());
            latest.set(known);
        }
        return known.documents().map(documents -> documents.getOrDefault(dialect, Buffer.buffer()));
    }

    private Future<Map<Dialect, Buffer>> merge() {
        List<Future<JsonNode>> asked = new ArrayList<>();
        upstreams
                .all()
                .forEach(upstream -> asked.add(http.get(upstream, PATH, LIMIT)
                        .onSuccess(document -> lastKnown.put(upstream.service(), document))
                        .onFailure(failure -> LOG.debugf(
                                "%s gives no API description: %s", upstream.service(), failure.getMessage()))));
        // Join rather than all: one that is away is no reason not to wait for the others.
        return Future.join(asked).transform(all -> Future.succeededFuture(documents()));
    }

    private Map<Dialect, Buffer> documents() {
        JsonNode gateway = ownDocument();
        Map<Dialect, Buffer> documents = new EnumMap<>(Dialect.class);
        for (Dialect dialect : Dialect.values()) {
            OpenApiMerge merge = new OpenApiMerge(dialect, routes).add(Upstreams.GATEWAY, gateway);
            RouteTable.SERVICES.forEach(service -> {
                JsonNode document = lastKnown.get(service);
                if (document != null) {
                    merge.add(service, document);
                }
            });
            documents.put(dialect, write(merge.document()));
        }
        return documents;
    }

    private JsonNode ownDocument() {
        try {
            return json.readTree(own.getDocument(Format.JSON));
        } catch (IOException e) {
            throw new IllegalStateException("the gateway's own API description is not JSON", e);
        }
    }

    private Buffer write(ObjectNode document) {
        try {
            return Buffer.buffer(json.writeValueAsBytes(document));
        } catch (IOException e) {
            throw new IllegalStateException("a tree of JSON is always JSON", e);
        }
    }

    private record Merged(Future<Map<Dialect, Buffer>> documents, long startedAtNanos) {

        boolean holds() {
            return !documents.isComplete() || System.nanoTime() - startedAtNanos < GOOD_FOR.toNanos();
        }
    }
}
