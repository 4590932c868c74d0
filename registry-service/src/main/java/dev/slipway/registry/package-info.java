/** OCI images: the distribution API over a store of its own. */
package dev.slipway.registry;
