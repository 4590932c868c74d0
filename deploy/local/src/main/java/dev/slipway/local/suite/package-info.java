@NullMarked
package dev.slipway.local.suite;

import org.jspecify.annotations.NullMarked;
