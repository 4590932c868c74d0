/** Blobs on their way in. */
package dev.slipway.registry.upload;
