@NullMarked
package dev.slipway.build.source;

import org.jspecify.annotations.NullMarked;
