@NullMarked
package dev.slipway.app.keeper;

import org.jspecify.annotations.NullMarked;
