/** What the gateway itself answers in the dialect of Harbor. */
@NullMarked
package dev.slipway.gateway.dialect.harbor;

import org.jspecify.annotations.NullMarked;
