package dev.slipway.specimen.core.adapter;

/** An adapter below its port's package. */
public final class Adapter {}
