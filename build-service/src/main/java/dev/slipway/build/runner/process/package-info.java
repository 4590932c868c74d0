/** Executes steps as processes of this machine, in the strongest sandbox that it offers. */
package dev.slipway.build.runner.process;
