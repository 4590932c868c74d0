@NullMarked
package dev.slipway.build.definition;

import org.jspecify.annotations.NullMarked;
