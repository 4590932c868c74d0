@NullMarked
package dev.slipway.app.dialect.daocloud;

import org.jspecify.annotations.NullMarked;
