package dev.slipway.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One description of the native API, out of each service's own. A service that is away is left out, and asked again soon. */
@ApplicationScoped
class MergedOpenApi {

    private static final Logger LOG = Logger.getLogger(MergedOpenApi.class);
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final Duration GOOD_FOR = Duration.ofSeconds(5);
    private static final String PATH = "/q/openapi?format=json";

    private final Upstreams upstreams;
    private final UpstreamJson http;
    private final OpenApiDocumentService own;
    private final ObjectMapper json;
    private final AtomicReference<@Nullable Merged> latest = new AtomicReference<>();

    MergedOpenApi(Upstreams upstreams, UpstreamJson http, OpenApiDocumentService own, ObjectMapper json) {
        this.upstreams = upstreams;
        this.http = http;
        this.own = own;
        this.json = json;
    }

    /** The document as JSON; may complete on any thread. */
    Future<Buffer> document() {
        Merged known = latest.get();
        if (known != null && known.holds()) {
            return known.document();
        }
        Merged made = new Merged(merge(), System.nanoTime());
        latest.set(made);
        return made.document();
    }

    private Future<Buffer> merge() {
        Map<String, Future<@Nullable JsonNode>> asked = new LinkedHashMap<>();
        upstreams
                .all()
                .forEach(upstream -> asked.put(
                        upstream.service(), http.get(upstream, PATH, LIMIT).recover(failure -> {
                            LOG.debugf("%s gives no API description: %s", upstream.service(), failure.getMessage());
                            return Future.succeededFuture();
                        })));
        return Future.join(new ArrayList<>(asked.values())).map(all -> {
            OpenApiMerge merge = new OpenApiMerge().add(Upstreams.GATEWAY, ownDocument());
            asked.forEach((service, answer) -> {
                JsonNode document = answer.result();
                if (document != null) {
                    merge.add(service, document);
                }
            });
            return write(merge.document());
        });
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

    private record Merged(Future<Buffer> document, long startedAtNanos) {

        boolean holds() {
            return !document.isComplete() || System.nanoTime() - startedAtNanos < GOOD_FOR.toNanos();
        }
    }
}
