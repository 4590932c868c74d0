/** What the dialects of this service share. */
@NullMarked
package dev.slipway.build.dialect;

import org.jspecify.annotations.NullMarked;
