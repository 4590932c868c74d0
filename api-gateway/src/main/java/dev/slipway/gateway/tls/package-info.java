/** The gateway's certificate, as an operator names it. */
@NullMarked
package dev.slipway.gateway.tls;

import org.jspecify.annotations.NullMarked;
