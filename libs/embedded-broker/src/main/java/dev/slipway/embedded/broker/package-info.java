/**
 * The embedded Kafka broker's own process. Nothing else may have this package or its jars on a class path: a broker brings clients
 * of its own release.
 */
@NullMarked
package dev.slipway.embedded.broker;

import org.jspecify.annotations.NullMarked;
