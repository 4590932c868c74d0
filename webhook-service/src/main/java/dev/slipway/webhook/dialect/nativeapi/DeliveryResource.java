package dev.slipway.webhook.dialect.nativeapi;

import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.identity.Caller;
import dev.slipway.kit.identity.Principal;
import dev.slipway.kit.paging.Cursor;
import dev.slipway.kit.paging.Limit;
import dev.slipway.kit.paging.Page;
import dev.slipway.webhook.delivery.Deliveries;
import dev.slipway.webhook.delivery.DeliveryFilter;
import dev.slipway.webhook.delivery.DeliveryStatus;
import dev.slipway.webhook.endpoint.EndpointAccess;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** What was delivered, what was not, and why. */
@Tag(name = "Webhooks")
@Path("/platform/v1/deliveries")
@Produces(MediaType.APPLICATION_JSON)
public class DeliveryResource {

    private final Caller caller;
    private final EndpointAccess access;
    private final Deliveries deliveries;

    public DeliveryResource(Caller caller, EndpointAccess access, Deliveries deliveries) {
        this.caller = caller;
        this.access = access;
        this.deliveries = deliveries;
    }

    /** Newest first. A filter by something that is somebody else's finds nothing, as one by something that does not exist. */
    @GET
    @Operation(summary = "Deliveries with their attempts, newest first")
    public Uni<Page<DeliveryView>> list(
            @RestQuery("endpoint_id") @Nullable String endpointId,
            @RestQuery("status") @Nullable String status,
            @RestQuery("build_id") @Nullable String buildId,
            @RestQuery @Nullable String cursor,
            @RestQuery @Nullable String limit) {
        DeliveryFilter filter =
                new DeliveryFilter(id("endpoint_id", endpointId), status(status), id("build_id", buildId));
        return deliveries
                .list(access.visibleTo(caller.principal()), filter, Cursor.decode(cursor, 1), Limit.of(limit))
                .map(page -> page.map(DeliveryView::of));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One delivery with its attempts")
    public Uni<DeliveryView> get(@RestPath String id) {
        Principal principal = caller.principal();
        return deliveries
                .find(PathIds.delivery(id))
                .map(found -> found.filter(delivery -> access.mayRead(principal, delivery.tenant()))
                        .map(DeliveryView::of)
                        .orElseThrow(() -> SlipwayException.notFound("delivery")));
    }

    private static @Nullable UUID id(String parameter, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw SlipwayException.invalid(parameter, "an id");
        }
    }

    private static @Nullable DeliveryStatus status(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return Arrays.stream(DeliveryStatus.values())
                .filter(status -> status.name().equals(text))
                .findFirst()
                .orElseThrow(
                        () -> SlipwayException.invalid("status", "one of " + Arrays.toString(DeliveryStatus.values())));
    }
}
