@NullMarked
package dev.slipway.build.dialect.daocloud;

import org.jspecify.annotations.NullMarked;
