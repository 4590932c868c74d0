/** What the gateway itself answers in the dialect of CodeArts. */
@NullMarked
package dev.slipway.gateway.dialect.codearts;

import org.jspecify.annotations.NullMarked;
