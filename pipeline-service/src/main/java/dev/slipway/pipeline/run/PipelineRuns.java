package dev.slipway.pipeline.run;

import dev.slipway.events.BuildRefused;
import dev.slipway.events.BuildSnapshot;
import dev.slipway.events.Command;
import dev.slipway.events.Origin;
import dev.slipway.events.PipelineRunRequested;
import dev.slipway.events.Requester;
import dev.slipway.events.RunStatus;
import dev.slipway.kit.db.Ids;
import dev.slipway.kit.db.Transaction;
import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.identity.Principal;
import dev.slipway.pipeline.pipeline.Pipeline;
import dev.slipway.pipeline.pipeline.PipelineAccess;
import dev.slipway.pipeline.pipeline.Pipelines;
import dev.slipway.pipeline.pipeline.StageDefinition;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Starts runs, and applies to them what happens. Every change is one transaction: the row is held, the state machine asked, the new
 * version stored, and what the machine tells and asks goes out with it.
 */
@ApplicationScoped
public class PipelineRuns {

    private static final String RUN = "pipeline run";

    private final RunTable table;
    private final Pipelines pipelines;
    private final PipelineAccess access;
    private final RunJournal journal;
    private final Duration timeLimit;
    private final Duration cancelPatience;

    /**
     * @param timeLimit after which a run that has not ended is TIMED_OUT, whatever it waits for
     * @param cancelPatience how long a canceled run waits for its builds to end
     */
    PipelineRuns(
            RunTable table,
            Pipelines pipelines,
            PipelineAccess access,
            RunJournal journal,
            @ConfigProperty(name = "slipway.pipeline.run.time-limit", defaultValue = "24h") Duration timeLimit,
            @ConfigProperty(name = "slipway.pipeline.run.cancel-patience", defaultValue = "5m")
                    Duration cancelPatience) {
        this.table = table;
        this.pipelines = pipelines;
        this.access = access;
        this.journal = journal;
        this.timeLimit = timeLimit;
        this.cancelPatience = cancelPatience;
    }

    /** Makes a run, which begins as soon as its command has gone round. */
    public Uni<PipelineRun> start(Transaction transaction, Pipeline pipeline, Principal principal) {
        Requester requester = new Requester(principal.name(), pipeline.owner(), principal.administrator());
        return pipelines
                .nextNumber(transaction, pipeline.id())
                .chain(number -> table.now(transaction).map(now -> queued(pipeline, number, requester, now)))
                .call(run -> table.insert(transaction, run))
                .call(run -> tell(transaction, new Transition(null, run, List.of(new PipelineRunRequested(run.id())))));
    }

    /** A run that the caller may read. */
    public Uni<PipelineRun> find(Principal principal, UUID id) {
        return table.find(id)
                .map(found -> found.filter(run -> access.mayRead(principal, run.tenant()))
                        .orElseThrow(() -> SlipwayException.notFound(RUN)));
    }

    /** A run that the caller may cancel. */
    public Uni<PipelineRun> toCancel(Principal principal, UUID id) {
        return find(principal, id).invoke(run -> access.checkRun(principal, run.tenant()));
    }

    /** The pipeline's runs, newest first; those below {@code beforeNumber}. */
    public Uni<List<PipelineRun>> ofPipeline(Pipeline pipeline, long beforeNumber, int limit) {
        return table.ofPipeline(pipeline.id(), beforeNumber, limit);
    }

    /** Asks for the end of a run; one that is over stays as it is. */
    public Uni<PipelineRun> cancel(Transaction transaction, UUID id, String by) {
        return change(transaction, id, held -> RunStateMachine.onCancel(held.run(), by, cancelPatience, held.now()))
                .map(found -> found.orElseThrow(() -> SlipwayException.notFound(RUN)));
    }

    /** Deletes a pipeline, and asks for the end of its runs. */
    public Uni<Void> deletePipeline(Transaction transaction, UUID pipelineId) {
        return pipelines
                .delete(transaction, pipelineId)
                .chain(() -> table.liveOfPipeline(transaction, pipelineId))
                .chain(live -> Multi.createFrom()
                        .iterable(live)
                        .onItem()
                        .transformToUniAndConcatenate(id -> cancel(transaction, id, "the deletion of its pipeline"))
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    /** The run's first stage begins. */
    public Uni<Void> begin(Transaction transaction, UUID id) {
        return change(transaction, id, held -> RunStateMachine.onBegin(held.run(), held.now()))
                .replaceWithVoid();
    }

    /** The run's live builds are asked to end. */
    public Uni<Void> cancelBuilds(Transaction transaction, UUID id) {
        return table.hold(transaction, id).chain(found -> {
            List<Command> commands =
                    found.map(held -> RunStateMachine.cancelBuilds(held.run())).orElse(List.of());
            return commands.isEmpty() ? Uni.createFrom().voidItem() : transaction.publish(commands);
        });
    }

    /** build-service tells of a build; what no step of ours asked for does not concern us. */
    public Uni<Void> onBuild(Transaction transaction, BuildSnapshot build) {
        return report(transaction, build.origin(), (runId, stepId) -> BuildReport.of(runId, stepId, build));
    }

    /** build-service will not make a build. */
    public Uni<Void> onRefused(Transaction transaction, BuildRefused refused) {
        return report(transaction, refused.origin(), (runId, stepId) -> BuildReport.of(runId, stepId, refused));
    }

    /** The run has come to its deadline. */
    Uni<Void> expire(Transaction transaction, UUID id) {
        return change(
                        transaction,
                        id,
                        held -> held.run().deadlineAt().isAfter(held.now())
                                ? Optional.empty()
                                : RunStateMachine.onDeadline(held.run(), held.now()))
                .replaceWithVoid();
    }

    Uni<List<UUID>> overdue(int limit) {
        return table.overdue(limit);
    }

    private Uni<Void> report(Transaction transaction, Origin origin, BiFunction<UUID, UUID, BuildReport> reader) {
        UUID runId = origin.runId();
        UUID stepId = origin.stepId();
        if (origin.kind() != Origin.Kind.PIPELINE || runId == null || stepId == null) {
            return Uni.createFrom().voidItem();
        }
        BuildReport report = reader.apply(runId, stepId);
        return change(transaction, runId, held -> RunStateMachine.onBuildReport(held.run(), report, held.now()))
                .replaceWithVoid();
    }

    /** The run after the change, or as it is if nothing changes; empty if there is no such run. */
    private Uni<Optional<PipelineRun>> change(
            Transaction transaction, UUID id, Function<RunTable.Held, Optional<Transition>> machine) {
        return table.hold(transaction, id).chain(found -> {
            Optional<Transition> transition = found.flatMap(machine);
            if (transition.isEmpty()) {
                return Uni.createFrom().item(found.map(RunTable.Held::run));
            }
            Transition change = transition.get();
            return table.change(transaction, change.after())
                    .chain(() -> tell(transaction, change))
                    .replaceWith(Optional.of(change.after()));
        });
    }

    private Uni<Void> tell(Transaction transaction, Transition change) {
        transaction.afterCommit(() -> journal.changed(change));
        return transaction.publish(change.messages());
    }

    private PipelineRun queued(Pipeline pipeline, long number, Requester requester, Instant now) {
        return new PipelineRun(
                Ids.newId(),
                pipeline.id(),
                pipeline.name(),
                number,
                1,
                RunStatus.QUEUED,
                null,
                requester,
                null,
                now,
                null,
                null,
                now.plus(timeLimit),
                pipeline.stages().stream().map(PipelineRuns::queued).toList());
    }

    private static StageRun queued(StageDefinition stage) {
        return new StageRun(
                stage.name(),
                RunStatus.QUEUED,
                stage.steps().stream()
                        .map(step -> StepRun.waiting(Ids.newId(), step.flowId(), step.ref()))
                        .toList());
    }
}
