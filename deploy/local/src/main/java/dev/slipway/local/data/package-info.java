@NullMarked
package dev.slipway.local.data;

import org.jspecify.annotations.NullMarked;
