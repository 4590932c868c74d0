@NullMarked
package dev.slipway.app.dialect.nativeapi;

import org.jspecify.annotations.NullMarked;
