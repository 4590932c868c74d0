@NullMarked
package dev.slipway.build.dialect.nativeapi;

import org.jspecify.annotations.NullMarked;
