package dev.slipway.gateway.health;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.dialects.ErrorCode;
import dev.slipway.gateway.exchange.Exchange;
import dev.slipway.gateway.exchange.Refusals;
import io.vertx.core.http.HttpHeaders;
import jakarta.enterprise.context.ApplicationScoped;

/** {@code GET /healthz}: for people and scripts, without a token; 200 when every service is ready, else 503. */
@ApplicationScoped
public class HealthzAnswer {

    private static final int READY = 200;
    private static final int NOT_READY = 503;

    private final SuiteHealth health;
    private final ObjectMapper json;

    HealthzAnswer(SuiteHealth health, ObjectMapper json) {
        this.health = health;
        this.json = json;
    }

    /** Asks and answers, without blocking. */
    public void answer(Exchange exchange) {
        health.state()
                .onComplete(asked -> exchange.executor().execute(() -> {
                    if (asked.succeeded()) {
                        write(exchange, asked.result());
                    } else {
                        Refusals.refuse(exchange, ErrorCode.INTERNAL, "the services could not be asked");
                    }
                }));
    }

    private void write(Exchange exchange, SuiteState state) {
        try {
            String body = json.writeValueAsString(state);
            exchange.response()
                    .setStatusCode(state.ready() ? READY : NOT_READY)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of strings is always JSON", e);
        }
    }
}
