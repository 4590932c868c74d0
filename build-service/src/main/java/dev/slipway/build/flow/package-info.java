@NullMarked
package dev.slipway.build.flow;

import org.jspecify.annotations.NullMarked;
