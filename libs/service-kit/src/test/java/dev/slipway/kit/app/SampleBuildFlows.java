package dev.slipway.kit.app;

import dev.slipway.kit.error.SlipwayException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** A path of the DaoCloud dialect. */
@Path("/v1/build-flows")
public class SampleBuildFlows {

    @GET
    @Path("{id}")
    public String get(@PathParam("id") String id) {
        throw SlipwayException.notFound("build flow");
    }

    @POST
    public String create(SampleResource.NewSample request) {
        return request.displayName();
    }
}
