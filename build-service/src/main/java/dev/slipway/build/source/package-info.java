/** Fetches source by the real git. Everything here that blocks says so and runs on worker threads. */
package dev.slipway.build.source;
