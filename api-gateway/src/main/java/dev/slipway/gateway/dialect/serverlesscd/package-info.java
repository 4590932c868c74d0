/** What the gateway itself answers in the dialect of Serverless CD. */
@NullMarked
package dev.slipway.gateway.dialect.serverlesscd;

import org.jspecify.annotations.NullMarked;
