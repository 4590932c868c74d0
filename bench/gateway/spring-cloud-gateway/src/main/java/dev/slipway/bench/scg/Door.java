package dev.slipway.bench.scg;

import java.util.Optional;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Asks for a token, counts the call, says so on the answer, and tells the service below who asks. */
@Component
class Door implements GlobalFilter, Ordered {

    private static final String BEARER = "Bearer ";

    private final TokenCache tokens;
    private final HourlyQuota quota;

    Door(TokenCache tokens, HourlyQuota quota) {
        this.tokens = tokens;
        this.quota = quota;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        Optional<String> login = login(exchange);
        if (login.isEmpty()) {
            return refuse(exchange, HttpStatus.UNAUTHORIZED);
        }
        HourlyQuota.Window window = quota.take(login.get());
        HttpHeaders headers = exchange.getResponse().getHeaders();
        headers.set("X-RateLimit-Limit", String.valueOf(window.limit()));
        headers.set("X-RateLimit-Remaining", String.valueOf(window.remaining()));
        headers.set("X-RateLimit-Reset", String.valueOf(window.resetEpochSeconds()));
        if (!window.granted()) {
            return refuse(exchange, HttpStatus.TOO_MANY_REQUESTS);
        }
        return chain.filter(exchange.mutate()
                .request(request -> request.headers(forwarded -> {
                    forwarded.remove(HttpHeaders.AUTHORIZATION);
                    forwarded.set("X-Principal", login.get());
                }))
                .build());
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    private Optional<String> login(ServerWebExchange exchange) {
        String authorization = exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        return authorization != null && authorization.startsWith(BEARER)
                ? tokens.login(authorization.substring(BEARER.length()))
                : Optional.empty();
    }

    private static Mono<Void> refuse(ServerWebExchange exchange, HttpStatus status) {
        exchange.getResponse().setStatusCode(status);
        return exchange.getResponse().setComplete();
    }
}
