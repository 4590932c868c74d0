/**
 * What every service needs around its own business: transactions with an outbox, inboxes, leases, identity, keys, errors, paging, health.
 */
package dev.slipway.kit;
