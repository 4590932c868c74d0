@NullMarked
package dev.slipway.build.dialect.drone;

import org.jspecify.annotations.NullMarked;
