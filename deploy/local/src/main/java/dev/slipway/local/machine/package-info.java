@NullMarked
package dev.slipway.local.machine;

import org.jspecify.annotations.NullMarked;
