/** The native view of the registry. */
package dev.slipway.registry.dialect.nativeapi;
