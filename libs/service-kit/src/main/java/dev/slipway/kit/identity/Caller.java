package dev.slipway.kit.identity;

import dev.slipway.kit.error.SlipwayException;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** Who makes the current request. */
@RequestScoped
public class Caller {

    private final CurrentVertxRequest request;

    public Caller(CurrentVertxRequest request) {
        this.request = request;
    }

    public Principal principal() {
        return of(request.getCurrent());
    }

    /** For routes that are served without Quarkus REST. */
    public static Principal of(@Nullable RoutingContext context) {
        Principal principal = find(context);
        if (principal == null) {
            throw SlipwayException.unauthenticated("this request carries no identity");
        }
        return principal;
    }

    /** Null on a path that needs no identity. */
    public static @Nullable Principal find(@Nullable RoutingContext context) {
        return context == null ? null : context.get(IdentityFilter.PRINCIPAL);
    }
}
