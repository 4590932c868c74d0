@NullMarked
package dev.slipway.app.runtime;

import org.jspecify.annotations.NullMarked;
