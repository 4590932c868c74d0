/** Access keys, and requests that are signed with them. */
@NullMarked
package dev.slipway.gateway.accesskey;

import org.jspecify.annotations.NullMarked;
