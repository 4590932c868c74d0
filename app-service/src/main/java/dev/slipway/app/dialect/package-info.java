/** What the dialects of this service share. */
@NullMarked
package dev.slipway.app.dialect;

import org.jspecify.annotations.NullMarked;
