package dev.slipway.gateway.openapi;

import dev.slipway.dialects.ErrorCode;
import dev.slipway.gateway.exchange.Exchange;
import dev.slipway.gateway.exchange.Refusals;
import io.vertx.core.http.HttpHeaders;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** {@code GET /openapi}: the merged document; a browser is sent on to the page that tries it. */
@ApplicationScoped
public class OpenApiAnswer {

    private static final Logger LOG = Logger.getLogger(OpenApiAnswer.class);
    private static final int SEE_OTHER = 303;

    private final MergedOpenApi document;

    OpenApiAnswer(MergedOpenApi document) {
        this.document = document;
    }

    /** Asks the services and answers, without blocking. */
    public void answer(Exchange exchange) {
        exchange.response().putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        if (isBrowser(exchange)) {
            exchange.response()
                    .setStatusCode(SEE_OTHER)
                    .putHeader(HttpHeaders.LOCATION, "/openapi/ui/")
                    .end();
            return;
        }
        document.document()
                .onComplete(merged -> exchange.executor().execute(() -> {
                    if (merged.succeeded()) {
                        exchange.response()
                                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                                .end(merged.result());
                    } else {
                        LOG.error("The API descriptions could not be merged", merged.cause());
                        Refusals.refuse(exchange, ErrorCode.INTERNAL, "an internal error; it has been logged");
                    }
                }));
    }

    private static boolean isBrowser(Exchange exchange) {
        String accept = exchange.request().getHeader(HttpHeaders.ACCEPT);
        return accept != null
                && accept.contains("text/html")
                && exchange.request().query() == null;
    }
}
