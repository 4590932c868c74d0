/** Drone 0.5's words and times; the source is the dialect page "Drone 0.5 REST API". */
@NullMarked
package dev.slipway.dialects.drone;

import org.jspecify.annotations.NullMarked;
