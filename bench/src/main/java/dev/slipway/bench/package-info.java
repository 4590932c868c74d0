/**
 * Figures: each command drives a running suite and prints what it measured beside a ceiling that was measured on the same machine in the
 * same run. A figure without its ceiling says more of the machine than of Slipway.
 */
@NullMarked
package dev.slipway.bench;

import org.jspecify.annotations.NullMarked;
