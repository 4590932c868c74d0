@NullMarked
package dev.slipway.app.action;

import org.jspecify.annotations.NullMarked;
