package dev.slipway.pipeline.pipeline;

import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.identity.Principal;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/**
 * The one place that decides who may do what with a pipeline and its runs: readers of its tenant see it, members run it, administrators make
 * and delete it. Who may not see it is answered as if there were none.
 */
@ApplicationScoped
public class PipelineAccess {

    private static final String PIPELINE = "pipeline";

    private final Pipelines pipelines;

    PipelineAccess(Pipelines pipelines) {
        this.pipelines = pipelines;
    }

    public Uni<Pipeline> toRead(Principal principal, UUID pipelineId) {
        return pipelines
                .find(pipelineId)
                .map(found -> found.filter(pipeline -> principal.mayRead(pipeline.owner()))
                        .orElseThrow(() -> SlipwayException.notFound(PIPELINE)));
    }

    public Uni<Pipeline> toRun(Principal principal, UUID pipelineId) {
        return toRead(principal, pipelineId).invoke(pipeline -> checkRun(principal, pipeline.owner()));
    }

    public Uni<Pipeline> toAdminister(Principal principal, UUID pipelineId) {
        return toRead(principal, pipelineId).invoke(pipeline -> {
            if (!principal.mayAdminister(pipeline.owner())) {
                throw denied("change this pipeline");
            }
        });
    }

    /** Whether pipelines of that owner may be made; an owner that the caller has no part in answers as if it did not exist. */
    public void checkOwner(Principal principal, String owner) {
        if (principal.mayAdminister(owner)) {
            return;
        }
        throw principal.mayRead(owner) ? denied("make pipelines of " + owner) : SlipwayException.notFound("owner");
    }

    /** Whether a run of that tenant may be seen. A run outlives its pipeline, so its tenant is asked and not the pipeline. */
    public boolean mayRead(Principal principal, String tenant) {
        return principal.mayRead(tenant);
    }

    /** Whether runs of that tenant may be started and canceled, by somebody who may see them. */
    public void checkRun(Principal principal, String tenant) {
        if (!principal.mayBuild(tenant)) {
            throw denied("run pipelines of " + tenant);
        }
    }

    static boolean readsEverything(Principal principal) {
        // Whether the token may read at all is asked with any name: an administrator's role does not depend on it.
        return principal.administrator() && principal.mayRead("any");
    }

    private static SlipwayException denied(String action) {
        return SlipwayException.forbidden("you may see this, but your role or your token does not let you " + action);
    }
}
