/**
 * What the tests of every module share: real PostgreSQL and Kafka ({@link dev.slipway.testkit.SlipwayInfra}), an HTTP receiver that
 * misbehaves on request, git repositories made by git itself, identities, and the architecture's rules.
 */
@NullMarked
package dev.slipway.testkit;

import org.jspecify.annotations.NullMarked;
