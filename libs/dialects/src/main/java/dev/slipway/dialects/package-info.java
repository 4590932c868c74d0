/**
 * Words, times, envelopes and routes of the dialects: pure code, no framework.
 *
 * <p>The path of a request alone decides its dialect ({@link dev.slipway.dialects.Dialects}), and the dialect decides how a failure
 * looks ({@link dev.slipway.dialects.ErrorEnvelopes}). One {@link dev.slipway.dialects.RouteTable}, made from a text file per service,
 * is what the gateway routes by, what the authorisation tests are generated from and what {@code docs/routes.md} prints. Status words
 * and times of a single dialect live in a package of its own below this one.
 */
@NullMarked
package dev.slipway.dialects;

import org.jspecify.annotations.NullMarked;
