package dev.slipway.gateway.door;

import dev.slipway.dialects.ApiClass;
import dev.slipway.dialects.Dialect;
import dev.slipway.dialects.ErrorCode;
import dev.slipway.dialects.Route;
import dev.slipway.dialects.RouteMatch;
import dev.slipway.dialects.RouteScope;
import dev.slipway.dialects.RouteTable;
import dev.slipway.gateway.audit.AuditTrail;
import dev.slipway.gateway.audit.AuditedCall;
import dev.slipway.gateway.credential.CredentialReader;
import dev.slipway.gateway.exchange.Exchange;
import dev.slipway.gateway.exchange.Framing;
import dev.slipway.gateway.exchange.Refusals;
import dev.slipway.gateway.exchange.RequestTarget;
import dev.slipway.gateway.proxy.BodyLimits;
import dev.slipway.gateway.proxy.Call;
import dev.slipway.gateway.proxy.Forwarder;
import dev.slipway.gateway.proxy.OwnApi;
import dev.slipway.gateway.proxy.Upstreams;
import dev.slipway.gateway.quota.BurstClient;
import dev.slipway.gateway.quota.QuotaSubject;
import dev.slipway.gateway.registry.RegistryChallenge;
import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.identity.Principal;
import dev.slipway.kit.identity.Scope;
import dev.slipway.kit.log.Keyed;
import dev.slipway.kit.log.LogKeys;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Decides about every request, in this order: one reading of its path, who asks, the quota, whether the path and method are served, whether the
 * caller may, how long the body is; then it goes to its service. Each refusal is told in the path's dialect, and counted like any
 * other call.
 */
@ApplicationScoped
class FrontDoor {

    /** Before the filter that wants an internal token, which the door provides. */
    private static final int FIRST = 2000;

    /** Its handler of failures logs each as an error of ours. */
    private static final int BEFORE_QUARKUS = 0;

    private static final Logger LOG = Logger.getLogger(FrontDoor.class);

    private final RouteTable routes = RouteTable.load();
    private final OpenPaths openPaths;
    private final Authenticator authenticator;
    private final CountedCall countedCall;
    private final OpenStreams openStreams;
    private final MintedTokens mintedTokens;
    private final BodyLimits bodyLimits;
    private final Upstreams upstreams;
    private final Forwarder forwarder;
    private final CallMetrics metrics;
    private final AuditTrail audit;
    private final Threshold threshold;
    private final OriginCheck originCheck;

    FrontDoor(
            OpenPaths openPaths,
            Authenticator authenticator,
            CountedCall countedCall,
            OpenStreams openStreams,
            MintedTokens mintedTokens,
            BodyLimits bodyLimits,
            Upstreams upstreams,
            Forwarder forwarder,
            CallMetrics metrics,
            AuditTrail audit,
            Threshold threshold,
            OriginCheck originCheck) {
        this.openPaths = openPaths;
        this.authenticator = authenticator;
        this.countedCall = countedCall;
        this.openStreams = openStreams;
        this.mintedTokens = mintedTokens;
        this.bodyLimits = bodyLimits;
        this.upstreams = upstreams;
        this.forwarder = forwarder;
        this.metrics = metrics;
        this.audit = audit;
        this.threshold = threshold;
        this.originCheck = originCheck;
    }

    void register(@Observes Filters filters) {
        filters.register(this::receive, FIRST);
    }

    void register(@Observes Router router) {
        router.route().order(BEFORE_QUARKUS).failureHandler(this::receiveUnrouted);
    }

    /** Vert.x' router itself fails a request that names no host, before any filter. */
    private void receiveUnrouted(RoutingContext context) {
        if (Exchange.of(context) != null || context.statusCode() != ErrorCode.INVALID.httpStatus()) {
            context.next();
            return;
        }
        Exchange exchange = threshold.begin(context);
        if (exchange != null) {
            refuseUnread(exchange, SlipwayException.invalid("Host", "is required, once (RFC 9112, 3.2)"));
        }
    }

    private void receive(RoutingContext context) {
        Exchange exchange = threshold.begin(context);
        if (exchange == null) {
            return;
        }
        RequestTarget target;
        try {
            target = threshold.read(exchange);
        } catch (SlipwayException unreadable) {
            refuseUnread(exchange, unreadable);
            return;
        }
        if (!threshold.answersPreflight(exchange) && !openPaths.serve(exchange, target)) {
            admit(exchange, target);
        }
    }

    private void refuseUnread(Exchange exchange, SlipwayException unreadable) {
        metrics.watch(exchange, "none");
        AuditedCall audited = audit.watch(exchange, new RouteMatch.Unknown());
        countAddress(exchange, ApiClass.READ)
                .emitOn(exchange.executor())
                .subscribe()
                .with(
                        granted -> {
                            if (granted) {
                                Refusals.refuseAndClose(exchange, unreadable.code(), unreadable.getMessage());
                            }
                        },
                        failure -> fail(exchange, audited, failure));
    }

    private void admit(Exchange exchange, RequestTarget target) {
        RouteMatch match = routes.match(exchange.method(), target.path());
        metrics.watch(
                exchange,
                match instanceof RouteMatch.Found found ? found.route().service() : "none");
        AuditedCall audited = audit.watch(exchange, match);
        ApiClass apiClass =
                match instanceof RouteMatch.Found found ? found.route().apiClass() : ApiClass.READ;
        authenticator
                .authenticate(exchange)
                .onFailure(SlipwayException.class)
                .invoke(() ->
                        countedCall.showLastKnown(exchange, QuotaSubject.ofAddress(exchange.clientAddress(), apiClass)))
                .invoke(who -> tell(audited, who))
                .chain(who -> count(exchange, who, apiClass)
                        .emitOn(exchange.executor())
                        .invoke(granted -> {
                            if (granted) {
                                audited.admit();
                                decide(exchange, target, match, who);
                            }
                        }))
                .subscribe()
                .with(done -> {}, failure -> exchange.executor().execute(() -> fail(exchange, audited, failure)));
    }

    private static void tell(AuditedCall audited, Authentication who) {
        if (who instanceof Authentication.Known known) {
            audited.by(known.principal());
        }
    }

    private Uni<Boolean> count(Exchange exchange, Authentication who, ApiClass apiClass) {
        return who instanceof Authentication.Known known
                ? countedCall.count(exchange, BurstClient.of(known.principal()), subject(known, apiClass))
                : countAddress(exchange, apiClass);
    }

    private static QuotaSubject subject(Authentication.Known known, ApiClass apiClass) {
        Long ownLimit = known.holder().limits().get(apiClass);
        return ownLimit == null
                ? QuotaSubject.of(known.principal(), apiClass)
                : QuotaSubject.ofToken(known.holder().credentialId(), apiClass, ownLimit);
    }

    private Uni<Boolean> countAddress(Exchange exchange, ApiClass apiClass) {
        String address = exchange.clientAddress();
        return countedCall.count(exchange, BurstClient.ofAddress(address), QuotaSubject.ofAddress(address, apiClass));
    }

    private void decide(Exchange exchange, RequestTarget target, RouteMatch match, Authentication who) {
        if (match instanceof RouteMatch.Unknown) {
            Refusals.refuse(exchange, ErrorCode.NOT_FOUND, "nothing is served at this path");
        } else if (match instanceof RouteMatch.WrongMethod wrong) {
            exchange.response().putHeader(HttpHeaders.ALLOW, String.join(", ", wrong.allowed()));
            Refusals.refuse(
                    exchange,
                    ErrorCode.METHOD_NOT_ALLOWED,
                    exchange.method() + " is not served here, but " + String.join(", ", wrong.allowed()));
        } else if (match instanceof RouteMatch.Found found) {
            decide(exchange, target, found.route(), who);
        }
    }

    private void decide(Exchange exchange, RequestTarget target, Route route, Authentication who) {
        if (who instanceof Authentication.Refused refused) {
            if (passesAsAnonymous(exchange, route, refused)) {
                dispatch(exchange, target, route, Principal.anonymous(exchange.dialect()));
            } else {
                Refusals.refuse(exchange, refused.code(), refused.why());
            }
        } else if (who instanceof Authentication.Known known) {
            if (!RegistryChallenge.covers(known.registryAccess(), exchange.method(), target.path())) {
                Refusals.refuse(exchange, ErrorCode.UNAUTHENTICATED, "the token is not for this repository or action");
            } else if (mayUse(known.principal(), route.scope())) {
                openStreams.watch(exchange, route, known.holder());
                dispatch(exchange, target, route, known.principal());
            } else {
                Refusals.refuse(
                        exchange,
                        ErrorCode.FORBIDDEN,
                        "this token lacks the scope \"" + route.scope().word() + "\"");
            }
        } else if (who instanceof Authentication.Anonymous anonymous) {
            if (route.scope() == RouteScope.PUBLIC) {
                dispatch(exchange, target, route, anonymous.principal());
            } else {
                Refusals.refuse(
                        exchange,
                        ErrorCode.UNAUTHENTICATED,
                        CredentialReader.wanted(exchange.dialect()) + " is needed");
            }
        }
    }

    /** Drone's clients send old tokens with everything: what is public is read all the same, at the address's cost. */
    private static boolean passesAsAnonymous(Exchange exchange, Route route, Authentication.Refused refused) {
        boolean reads = exchange.method().equals("GET") || exchange.method().equals("HEAD");
        return exchange.dialect() == Dialect.DRONE
                && reads
                && route.scope() == RouteScope.PUBLIC
                && refused.code() == ErrorCode.UNAUTHENTICATED;
    }

    private static boolean mayUse(Principal principal, RouteScope scope) {
        Scope needed = switch (scope) {
            case PUBLIC, READ -> Scope.READ;
            case BUILD -> Scope.BUILD;
            case DEPLOY -> Scope.DEPLOY;
            case ADMIN -> Scope.ADMIN;
        };
        return principal.has(needed);
    }

    private void dispatch(Exchange exchange, RequestTarget target, Route route, Principal principal) {
        if (!originCheck.passes(exchange)) {
            Refusals.refuse(
                    exchange,
                    ErrorCode.FORBIDDEN,
                    "a request with a cookie that changes something must come from a page of the platform itself (Origin)");
            return;
        }
        boolean own = route.service().equals(Upstreams.GATEWAY);
        long maxBytes = own ? BodyLimits.OWN_API : bodyLimits.maxBytes(exchange.dialect());
        if (Framing.length(exchange.request().headers()) > maxBytes) {
            Refusals.refuse(exchange, ErrorCode.TOO_LARGE, "the body exceeds " + maxBytes + " bytes");
            return;
        }
        String internalToken = mintedTokens.of(principal);
        if (own) {
            OwnApi.serve(exchange, internalToken);
        } else {
            forwarder.forward(
                    new Call(exchange, target, upstreams.of(route.service()), route.apiClass(), internalToken));
        }
    }

    private static void fail(Exchange exchange, AuditedCall audited, Throwable failure) {
        if (failure instanceof SlipwayException known) {
            Refusals.refuse(exchange, known.code(), known.getMessage());
            return;
        }
        Keyed.log(
                Map.of(
                        LogKeys.REQUEST_ID, exchange.requestId(),
                        LogKeys.DIALECT, exchange.dialect().name(),
                        LogKeys.PRINCIPAL, audited.principal()),
                () -> LOG.errorf(failure, "%s %s failed in the gateway", exchange.method(), exchange.pathAsItCame()));
        Refusals.refuse(exchange, ErrorCode.INTERNAL, "an internal error; it has been logged");
    }
}
