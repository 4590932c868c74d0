@NullMarked
package dev.slipway.local.progress;

import org.jspecify.annotations.NullMarked;
