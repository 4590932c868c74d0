/** What can be wrong with a call to the registry, in the words of the OCI distribution specification. */
package dev.slipway.registry.fault;
