/** Load: connections, closed and paced loops, latencies. */
@NullMarked
package dev.slipway.bench.load;

import org.jspecify.annotations.NullMarked;
