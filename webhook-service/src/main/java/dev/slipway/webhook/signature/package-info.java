/** How a receiver knows that a delivery is genuine: Standard Webhooks. */
@NullMarked
package dev.slipway.webhook.signature;

import org.jspecify.annotations.NullMarked;
