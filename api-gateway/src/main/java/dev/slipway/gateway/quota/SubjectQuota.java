package dev.slipway.gateway.quota;

import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One subject in this replica: its lease, the calls that wait for the next one, and whether a statement about it is under way. There is one at
 * a time, so that what it answers is the latest that is known. Thread-safe; never calls out while it holds its lock.
 */
final class SubjectQuota {

    private final QuotaSubject subject;
    private final long limit;
    private final Lease lease;
    private List<UniEmitter<? super QuotaDecision>> waiting = new ArrayList<>();
    private boolean busy;
    private boolean closed;
    /** What the latest lease was to leave for calls to come, and what the next one is to. */
    private long ahead;

    private long nextAhead;
    private long lastCallNanos;

    SubjectQuota(QuotaSubject subject, long limit) {
        this.subject = subject;
        this.limit = limit;
        this.lease = new Lease(limit);
    }

    /** Calls that wait, and the statement that is asked for them. */
    record Batch(LeaseAsk ask, List<UniEmitter<? super QuotaDecision>> members) {}

    QuotaSubject subject() {
        return subject;
    }

    /**
     * Decides about a call if it can be decided here.
     *
     * @param alone whether PostgreSQL cannot be asked now
     * @return null if only PostgreSQL can tell
     */
    synchronized @Nullable QuotaDecision take(boolean alone, long now) {
        lastCallNanos = now;
        return alone ? lease.takeAlone(now) : lease.take(now);
    }

    /** Lets a call wait for the next statement. */
    synchronized void enqueue(UniEmitter<? super QuotaDecision> call) {
        waiting.add(call);
    }

    /**
     * What to ask now, for the calls that wait or because the lease runs low. Whoever gets it answers by {@link #settle} or {@link #fail}.
     *
     * @param replicas how many share the hour; 0 while that is not known, and nothing is leased ahead
     * @return null if there is nothing to ask for, or a statement is under way
     */
    synchronized @Nullable Batch next(int replicas) {
        long kept = LeaseSize.kept(replicas);
        if (busy || (waiting.isEmpty() && !runsLow(kept))) {
            return null;
        }
        long most = replicas == 0 || closed ? 0 : LeaseSize.most(limit, replicas);
        ahead = Math.min(nextAhead, most);
        nextAhead = LeaseSize.next(ahead, most);
        busy = true;
        List<UniEmitter<? super QuotaDecision>> members = waiting;
        waiting = new ArrayList<>();
        return new Batch(new LeaseAsk(limit, members.size(), Math.max(0, ahead - lease.unused()), kept), members);
    }

    /** The decisions about the calls that waited, in their order. */
    synchronized List<QuotaDecision> settle(LeaseGrant grant, int calls, long now) {
        busy = false;
        return lease.absorb(grant, calls, now);
    }

    /** The statement failed: also those who came meanwhile are not kept waiting. */
    synchronized List<UniEmitter<? super QuotaDecision>> fail() {
        busy = false;
        List<UniEmitter<? super QuotaDecision>> members = waiting;
        waiting = new ArrayList<>();
        return members;
    }

    /**
     * Takes out what a subject that has not called lately holds. Nothing is leased for it until {@link #givenBack}, so that no answer is older than the
     * giving back.
     *
     * @param calledBefore by {@link System#nanoTime()}
     * @return null if it called since, holds nothing, or a statement is under way
     */
    synchronized @Nullable GivenBack giveBackIfIdle(long calledBefore) {
        if (busy || lastCallNanos - calledBefore > 0) {
            return null;
        }
        GivenBack given = lease.giveBack(subject);
        if (given != null) {
            busy = true;
            ahead = 0;
            nextAhead = 0;
        }
        return given;
    }

    /** The statement that gave units back has ended. */
    synchronized void givenBack() {
        busy = false;
    }

    /** Takes out what is held, and leases nothing ahead any more: the subject is about to be forgotten here. */
    synchronized @Nullable GivenBack close() {
        closed = true;
        return lease.giveBack(subject);
    }

    /** What a statement that was under way has brought after {@link #close}; null if nothing. */
    synchronized @Nullable GivenBack leftOver() {
        return closed ? lease.giveBack(subject) : null;
    }

    /** The quota as it was after the last call; null if none is known of this hour. */
    synchronized @Nullable QuotaDecision lastKnown(long now) {
        return lease.lastKnown(now);
    }

    /** Half of what was leased ahead is used, and the hour has more than what is kept for calls that wait. */
    private boolean runsLow(long kept) {
        return !closed && ahead > 0 && lease.unused() <= ahead / 2 && lease.leftToLease() > kept;
    }
}
