/** The native API: endpoints and deliveries under {@code /platform/v1}. */
@NullMarked
package dev.slipway.webhook.dialect.nativeapi;

import org.jspecify.annotations.NullMarked;
