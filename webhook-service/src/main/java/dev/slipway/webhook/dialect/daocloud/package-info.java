/** DaoCloud's webhook body. */
@NullMarked
package dev.slipway.webhook.dialect.daocloud;

import org.jspecify.annotations.NullMarked;
