package dev.slipway.registry.dialect.oci;

import dev.slipway.kit.identity.Caller;
import dev.slipway.registry.fault.RegistryException;
import dev.slipway.registry.fault.RegistryFault;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /v2/}: whether there is a registry here and the caller's token is good. */
@Path("/v2")
@Tag(name = "OCI distribution")
public class VersionResource {

    private final Caller caller;

    public VersionResource(Caller caller) {
        this.caller = caller;
    }

    @GET
    @Operation(summary = "Whether there is a registry here")
    public Response version() {
        if (caller.principal().anonymous()) {
            throw new RegistryException(RegistryFault.UNAUTHORIZED, "the registry needs a token");
        }
        return Response.ok("{}", MediaType.APPLICATION_JSON_TYPE)
                .header(OciHeaders.API_VERSION, "registry/2.0")
                .build();
    }
}
