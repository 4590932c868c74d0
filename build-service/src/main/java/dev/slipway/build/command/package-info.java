@NullMarked
package dev.slipway.build.command;

import org.jspecify.annotations.NullMarked;
