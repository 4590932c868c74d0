package dev.slipway.gateway.proxy;

import dev.slipway.dialects.Dialect;
import dev.slipway.dialects.ErrorCode;
import dev.slipway.gateway.exchange.Exchange;
import dev.slipway.gateway.exchange.PublicAddress;
import dev.slipway.gateway.exchange.Refusals;
import dev.slipway.gateway.upstream.UpstreamAddress;
import dev.slipway.kit.idempotency.Answer;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;

/** What a client is told of a service's answer before its body. */
final class AnswerHead {

    private AnswerHead() {}

    /** @param where the service has answered */
    static void write(
            Exchange exchange, PublicAddress publicAddress, UpstreamAddress where, HttpClientResponse answer) {
        exchange.response().setStatusCode(answer.statusCode());
        exchange.answeredAbout(answer.getHeader(Answer.OBJECT_HEADER));
        ForwardedHeaders.copyResponse(answer.headers(), exchange.response().headers());
        publishLocation(exchange, publicAddress, where);
        challengeImageTools(exchange, answer.statusCode());
    }

    private static void publishLocation(Exchange exchange, PublicAddress publicAddress, UpstreamAddress where) {
        MultiMap headers = exchange.response().headers();
        String location = headers.get(HttpHeaders.LOCATION);
        if (location != null) {
            headers.set(
                    HttpHeaders.LOCATION,
                    PublicLocation.of(
                            location,
                            where.socket().toString(),
                            publicAddress.authority(exchange),
                            publicAddress.base(exchange),
                            publicAddress.prefix()));
        }
    }

    /** A service need not know how the gateway takes credentials. */
    private static void challengeImageTools(Exchange exchange, int status) {
        if (status == ErrorCode.UNAUTHENTICATED.httpStatus()
                && exchange.dialect() == Dialect.OCI
                && !exchange.response().headers().contains(Refusals.WWW_AUTHENTICATE)) {
            exchange.response().putHeader(Refusals.WWW_AUTHENTICATE, Refusals.challenge(exchange));
        }
    }
}
