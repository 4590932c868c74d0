/** Manifests, the tags that point at them, and what they need. */
package dev.slipway.registry.manifest;
