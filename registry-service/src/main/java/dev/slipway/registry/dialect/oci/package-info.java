/** The OCI distribution API, specification 1.1, as docker, containerd, Jib, skopeo and oras use it. */
package dev.slipway.registry.dialect.oci;
