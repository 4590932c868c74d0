/** Gives back the space of what nothing needs any more. */
package dev.slipway.registry.sweep;
