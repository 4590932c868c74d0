/**
 * The launcher behind {@code ./slipway}: starts PostgreSQL, Kafka and the six services as child processes, keeps them running, and
 * stops them in order.
 *
 * <p>{@code suite} owns the processes, {@code data} what is on disk, {@code machine} what this computer offers, {@code progress} what
 * is shown, {@code command} the command line, {@code demo} the tour of the main job.
 */
@NullMarked
package dev.slipway.local;

import org.jspecify.annotations.NullMarked;
