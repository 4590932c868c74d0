/** Contents by digest and uploads, as files. Knows nothing of repositories or rights. */
package dev.slipway.registry.storage;
