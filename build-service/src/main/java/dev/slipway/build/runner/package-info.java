/**
 * Runs jobs. {@link dev.slipway.build.runner.JobQueue} holds them, {@link dev.slipway.build.runner.Runner} claims and runs them, and speaks
 * to the rest of the service through {@link dev.slipway.build.runner.RunnerGateway} alone, so that it can stand on another machine.
 * What executes a step is behind {@link dev.slipway.build.runner.StepExecutor}.
 */
package dev.slipway.build.runner;
