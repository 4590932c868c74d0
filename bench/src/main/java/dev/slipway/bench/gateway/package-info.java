/** The gateway beside nginx and Spring Cloud Gateway: each as a process of its own, all in front of one upstream. */
@NullMarked
package dev.slipway.bench.gateway;

import org.jspecify.annotations.NullMarked;
