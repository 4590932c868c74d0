/** Contents, and which repository holds which as a blob. */
package dev.slipway.registry.blob;
