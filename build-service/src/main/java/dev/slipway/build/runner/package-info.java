@NullMarked
package dev.slipway.build.runner;

import org.jspecify.annotations.NullMarked;
