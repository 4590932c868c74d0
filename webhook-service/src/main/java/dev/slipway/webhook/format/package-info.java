/** What events look like to subscribers: the port that each dialect with webhooks implements. */
@NullMarked
package dev.slipway.webhook.format;

import org.jspecify.annotations.NullMarked;
