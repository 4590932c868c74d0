package dev.slipway.gateway.proxy;

import dev.slipway.dialects.Dialect;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How long a request's body may be. Bodies are streamed, never held: the bound protects the services. */
@ApplicationScoped
public class BodyLimits {

    private final long maxBytes;
    private final long maxBlobBytes;

    public BodyLimits(
            @ConfigProperty(name = "slipway.gateway.body.max-size", defaultValue = "10M") MemorySize maxSize,
            @ConfigProperty(name = "slipway.gateway.body.max-blob-size", defaultValue = "16G") MemorySize maxBlobSize) {
        this.maxBytes = maxSize.asLongValue();
        this.maxBlobBytes = maxBlobSize.asLongValue();
    }

    /** Of the gateway's own API, whose bodies are read whole, in bytes. */
    public static final long OWN_API = 1024 * 1024;

    /** The bound of a dialect, in bytes: layers of images are larger than anything else. */
    public long maxBytes(Dialect dialect) {
        return dialect == Dialect.OCI ? maxBlobBytes : maxBytes;
    }
}
