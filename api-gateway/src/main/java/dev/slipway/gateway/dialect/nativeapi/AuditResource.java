package dev.slipway.gateway.dialect.nativeapi;

import dev.slipway.gateway.audit.AuditEvent;
import dev.slipway.gateway.audit.AuditEvents;
import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.identity.Caller;
import dev.slipway.kit.identity.Principal;
import dev.slipway.kit.paging.Cursor;
import dev.slipway.kit.paging.Limit;
import dev.slipway.kit.paging.Page;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** {@code /platform/v1/audit-events}: the record, for administrators of the platform; a tenant's administrators see the lines of their tenant. */
@Path("/platform/v1/audit-events")
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {

    private final AuditEvents events;
    private final Caller caller;

    public AuditResource(AuditEvents events, Caller caller) {
        this.events = events;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "List who did what to which object, from where, with which result; the newest first.")
    public Uni<Page<AuditEventView>> list(
            @BeanParam AuditQuery query,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        Set<String> tenants = visibleTenants(caller.principal());
        int size = Limit.of(limit);
        return events.page(query.filter(tenants), position(Cursor.decode(cursor, 2)), size + 1)
                .map(rows -> Page.of(rows, size, AuditResource::cursorAfter).map(AuditEventView::of));
    }

    /** Null for all. */
    private static @Nullable Set<String> visibleTenants(Principal principal) {
        if (principal.mayAdministerInstallation()) {
            return null;
        }
        Set<String> tenants = principal.tenants().keySet().stream()
                .filter(principal::mayAdminister)
                .collect(Collectors.toUnmodifiableSet());
        if (tenants.isEmpty()) {
            throw SlipwayException.forbidden("the record is for administrators of the platform or of a tenant");
        }
        return tenants;
    }

    private static Cursor cursorAfter(AuditEvent last) {
        return Cursor.of(last.at(), last.id());
    }

    private static AuditEvents.@Nullable Position position(@Nullable Cursor after) {
        if (after == null) {
            return null;
        }
        try {
            return new AuditEvents.Position(Instant.parse(after.text(0)), after.id(1));
        } catch (DateTimeException e) {
            throw SlipwayException.invalid("cursor", "is not one that this list has given out");
        }
    }
}
