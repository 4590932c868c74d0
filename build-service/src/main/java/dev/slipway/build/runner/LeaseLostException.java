package dev.slipway.build.runner;

/** A runner reports on a job that is not its own any more. Nothing was changed; whatever still runs of the job is to be killed. */
public final class LeaseLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LeaseLostException(Claim claim) {
        super(
                "the lease on job " + claim.order().jobId() + " at epoch " + claim.epoch() + " is lost",
                null,
                false,
                false);
    }
}
