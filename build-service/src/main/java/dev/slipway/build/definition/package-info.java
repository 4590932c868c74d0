/** Definition files of all dialects; each becomes one {@link dev.slipway.build.definition.BuildPlan}. Pure code over bytes that nobody vouches for. */
package dev.slipway.build.definition;
