@NullMarked
package dev.slipway.local.demo;

import org.jspecify.annotations.NullMarked;
