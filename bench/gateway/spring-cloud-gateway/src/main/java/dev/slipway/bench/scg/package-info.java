/** What Slipway's gateway is measured against: Spring Cloud Gateway with a token lookup and a rate limit, both in memory. */
package dev.slipway.bench.scg;
