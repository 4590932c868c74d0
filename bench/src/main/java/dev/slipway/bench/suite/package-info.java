/** The suite that is measured: where it listens, and how to be let in. */
@NullMarked
package dev.slipway.bench.suite;

import org.jspecify.annotations.NullMarked;
