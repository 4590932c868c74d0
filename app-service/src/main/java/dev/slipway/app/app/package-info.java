@NullMarked
package dev.slipway.app.app;

import org.jspecify.annotations.NullMarked;
