/** Who wants to hear of what, and who may see and change that. */
@NullMarked
package dev.slipway.webhook.endpoint;

import org.jspecify.annotations.NullMarked;
