/** The adapter that really sends: HTTP to addresses that were checked. */
@NullMarked
package dev.slipway.webhook.outbound.http;

import org.jspecify.annotations.NullMarked;
