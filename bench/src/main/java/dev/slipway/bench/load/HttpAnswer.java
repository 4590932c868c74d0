package dev.slipway.bench.load;

/** What a service answered. */
public record HttpAnswer(int status, String body) {}
