package dev.slipway.build.runner;

/**
 * A job held by a runner under a lease.
 *
 * @param runner who holds it
 * @param epoch raised with every claim of the job; a report that carries an older one changes nothing
 */
public record Claim(JobOrder order, String runner, long epoch) {}
