package dev.slipway.build.runner;

import dev.slipway.build.definition.BuildPlan;
import dev.slipway.build.log.LogChunk;
import dev.slipway.events.BuildSnapshot;
import dev.slipway.events.RunStatus;
import io.smallrye.mutiny.Uni;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A gateway in memory that remembers what it was told, and can lose leases or be away. */
final class FakeGateway implements RunnerGateway {

    private final Duration lease;
    private final List<JobOrder> waiting = new ArrayList<>();
    private final List<String> reports = new CopyOnWriteArrayList<>();
    private final AtomicInteger failuresToCome = new AtomicInteger();
    private volatile boolean away;
    private volatile boolean leasesLost;
    private volatile Wish wish = Wish.GO_ON;

    FakeGateway(Duration lease) {
        this.lease = lease;
    }

    synchronized void offer(JobOrder order) {
        waiting.add(order);
    }

    /** What was reported, in order, without logs. */
    List<String> reports() {
        return reports;
    }

    void goAway() {
        away = true;
    }

    void failNext(int count) {
        failuresToCome.set(count);
    }

    void loseLeases() {
        leasesLost = true;
    }

    void wish(Wish newWish) {
        wish = newWish;
    }

    @Override
    public Duration lease() {
        return lease;
    }

    @Override
    public synchronized Uni<List<Claim>> claim(String runner, int atMost) {
        List<JobOrder> taken = List.copyOf(waiting.subList(0, Math.min(atMost, waiting.size())));
        waiting.removeAll(taken);
        return Uni.createFrom()
                .item(taken.stream().map(order -> new Claim(order, runner, 1)).toList());
    }

    @Override
    public Uni<Map<UUID, Wish>> heartbeat(String runner, List<Claim> claims) {
        if (away) {
            return Uni.createFrom().failure(new ConnectException("Connection refused"));
        }
        Map<UUID, Wish> wishes = new HashMap<>();
        if (!leasesLost) {
            claims.forEach(claim -> wishes.put(claim.order().jobId(), wish));
        }
        return Uni.createFrom().item(wishes);
    }

    @Override
    public Uni<Void> jobStarted(Claim claim) {
        return report("job started");
    }

    @Override
    public Uni<Void> jobPlanned(Claim claim, BuildSnapshot.Commit commit, BuildPlan plan) {
        return report("planned " + plan.stages());
    }

    @Override
    public Uni<Void> stepStarted(Claim claim, int position) {
        return report("step " + position + " started");
    }

    @Override
    public Uni<Void> appendLog(Claim claim, LogChunk chunk) {
        return away
                ? Uni.createFrom().failure(new ConnectException("Connection refused"))
                : Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Void> stepFinished(Claim claim, int position, RunStatus status, @Nullable Integer exitCode) {
        return report("step " + position + " " + status + " " + exitCode);
    }

    @Override
    public Uni<Void> jobFinished(Claim claim, JobOutcome outcome, BuildSnapshot.@Nullable Commit commit) {
        return report("job " + outcome.status() + (outcome.reason() == null ? "" : ": " + outcome.reason()));
    }

    private Uni<Void> report(String report) {
        if (away || failuresToCome.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return Uni.createFrom().failure(new ConnectException("Connection refused"));
        }
        reports.add(report);
        return Uni.createFrom().voidItem();
    }
}
