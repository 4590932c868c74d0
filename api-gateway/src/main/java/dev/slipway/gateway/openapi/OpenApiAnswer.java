package dev.slipway.gateway.openapi;

import dev.slipway.dialects.Dialect;
import dev.slipway.dialects.ErrorCode;
import dev.slipway.gateway.exchange.Exchange;
import dev.slipway.gateway.exchange.PublicAddress;
import dev.slipway.gateway.exchange.Refusals;
import io.vertx.core.http.HttpHeaders;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * {@code GET /openapi}: the description of the native API, and {@code /openapi/<dialect>} that of a dialect; a browser is sent on to the page that tries
 * them.
 */
@ApplicationScoped
public class OpenApiAnswer {

    private static final Logger LOG = Logger.getLogger(OpenApiAnswer.class);
    private static final int SEE_OTHER = 303;
    private static final String PATH = "/openapi";

    private final MergedOpenApi document;
    private final PublicAddress publicAddress;

    OpenApiAnswer(MergedOpenApi document, PublicAddress publicAddress) {
        this.document = document;
        this.publicAddress = publicAddress;
    }

    /** The dialect whose description is at the path; empty if none is. */
    public Optional<Dialect> at(String path) {
        if (path.equals(PATH)) {
            return Optional.of(Dialect.NATIVE);
        }
        return Arrays.stream(Dialect.values())
                .filter(dialect -> path.equals(PATH + "/" + dialect.word()))
                .findFirst();
    }

    /** Asks the services and answers, without blocking. */
    public void answer(Exchange exchange, Dialect dialect) {
        exchange.response().putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        if (isBrowser(exchange)) {
            exchange.response()
                    .setStatusCode(SEE_OTHER)
                    .putHeader(
                            HttpHeaders.LOCATION,
                            publicAddress.prefix() + "/openapi/ui/?urls.primaryName=" + dialect.word())
                    .end();
            return;
        }
        document.document(dialect)
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
