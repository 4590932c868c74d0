@NullMarked
package dev.slipway.app.runtime.process;

import org.jspecify.annotations.NullMarked;
