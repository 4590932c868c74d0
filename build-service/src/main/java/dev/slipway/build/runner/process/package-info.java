@NullMarked
package dev.slipway.build.runner.process;

import org.jspecify.annotations.NullMarked;
