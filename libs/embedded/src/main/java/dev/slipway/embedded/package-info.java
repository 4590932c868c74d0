/**
 * Real PostgreSQL and real Apache Kafka from Maven artifacts, as child processes on the loopback interface: what the launcher runs on
 * a laptop and what the tests run against.
 *
 * <p>{@link dev.slipway.embedded.EmbeddedPostgres} and {@link dev.slipway.embedded.EmbeddedKafka} keep their data in a folder of
 * theirs over restarts and over {@code kill -9}; a start first ends the server that a killed run left on the same folder.
 */
@NullMarked
package dev.slipway.embedded;

import org.jspecify.annotations.NullMarked;
