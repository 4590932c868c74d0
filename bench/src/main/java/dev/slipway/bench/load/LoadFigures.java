package dev.slipway.bench.load;

/**
 * What a load was answered with; every request got a 200.
 *
 * @param perSecond requests
 * @param p50Micros of the latency
 * @param p99Micros of the latency
 */
public record LoadFigures(long requests, double perSecond, double p50Micros, double p99Micros) {}
