@NullMarked
package dev.slipway.build.build;

import org.jspecify.annotations.NullMarked;
