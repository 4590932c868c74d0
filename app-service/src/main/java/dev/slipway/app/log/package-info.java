@NullMarked
package dev.slipway.app.log;

import org.jspecify.annotations.NullMarked;
