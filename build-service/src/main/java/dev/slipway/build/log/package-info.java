/**
 * What steps print: numbered per step, stored in chunks as it comes, read from the database and nowhere else, so that a line is shown
 * only once it is durable.
 */
package dev.slipway.build.log;
