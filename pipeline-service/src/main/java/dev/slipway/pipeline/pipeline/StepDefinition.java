package dev.slipway.pipeline.pipeline;

import dev.slipway.events.GitRef;
import java.util.UUID;

/**
 * A build that a run asks for.
 *
 * @param flowId of build-service; whether there is one, and whether the run's requester may build it, shows when the run asks
 */
public record StepDefinition(UUID flowId, GitRef ref) {}
