/**
 * Runs commands of other people: build steps and apps.
 *
 * <p>{@link dev.slipway.sandbox.Sandbox} is the way in. It probes which {@link dev.slipway.sandbox.SandboxLevel} this machine offers by really running a
 * check command on each rung of the ladder, and starts commands on the first that holds. A {@link dev.slipway.sandbox.SupervisedProcess} dies
 * with the JVM that started it; a {@link dev.slipway.sandbox.DetachedProcess} outlives it and can be adopted again. No framework, no native code: bash, util-linux and, where it is
 * installed, bubblewrap.
 */
@NullMarked
package dev.slipway.sandbox;

import org.jspecify.annotations.NullMarked;
