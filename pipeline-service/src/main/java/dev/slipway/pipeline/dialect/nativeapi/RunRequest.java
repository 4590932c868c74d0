package dev.slipway.pipeline.dialect.nativeapi;

/** {@code POST …/runs}: nothing can be asked for yet, and a field that is sent all the same is told to be unknown. */
record RunRequest() {}
