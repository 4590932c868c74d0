/** Ceilings: what this machine does when nothing of Slipway stands in between. */
@NullMarked
package dev.slipway.bench.ceiling;

import org.jspecify.annotations.NullMarked;
