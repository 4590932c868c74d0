package dev.slipway.specimen.dialect;

/** A dialect class for the rules to find used by the core. */
public final class Rendering {}
