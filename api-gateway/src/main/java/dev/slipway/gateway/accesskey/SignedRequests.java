package dev.slipway.gateway.accesskey;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.slipway.gateway.credential.CredentialHolder;
import dev.slipway.gateway.credential.VerifiedCredentials;
import dev.slipway.gateway.exchange.Exchange;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Tells who has signed a request. A signature is good for a quarter of an hour to either side of its date, and for a request that changes something once: a copy of such a
 * request changes nothing.
 */
@ApplicationScoped
public class SignedRequests {

    /** What a client's clock may be off by; Huawei Cloud's own bound. */
    private static final Duration SKEW = Duration.ofMinutes(15);

    /** A signature has to be read whole to be checked. */
    public static final int MAX_BODY_BYTES = 1024 * 1024;

    private static final int REMEMBERED_SECRETS = 10_000;

    private final AccessKeys keys;
    private final VerifiedCredentials verified;
    /** A key's secret never changes; whether the key is still good is asked of {@link VerifiedCredentials}. */
    private final Cache<String, byte[]> secrets = Caffeine.newBuilder()
            .maximumSize(REMEMBERED_SECRETS)
            .expireAfterAccess(Duration.ofMinutes(10))
            .build();

    public SignedRequests(AccessKeys keys, VerifiedCredentials verified) {
        this.keys = keys;
        this.verified = verified;
    }

    /** Who has signed the request; empty if the signature is not good. Reads the request's body. */
    public Uni<Optional<CredentialHolder>> verify(Exchange exchange, String authorization) {
        Optional<SignedRequest> signed =
                SignedRequest.parse(authorization, exchange.request().headers());
        if (signed.isEmpty()
                || Duration.between(signed.get().date(), Instant.now()).abs().compareTo(SKEW) > 0) {
            return Uni.createFrom().item(Optional.empty());
        }
        return exchange.wholeBody(MAX_BODY_BYTES)
                .chain(body -> secret(signed.get().access())
                        .map(secret -> secret.filter(key -> isSigned(exchange, signed.get(), body.getBytes(), key))))
                .chain(secret -> secret.isEmpty()
                        ? Uni.createFrom().item(Optional.<CredentialHolder>empty())
                        : holder(exchange, signed.get()));
    }

    private static boolean isSigned(Exchange exchange, SignedRequest signed, byte[] body, byte[] secret) {
        return signed.isOf(
                exchange.method(),
                exchange.pathAsItCame(),
                exchange.request().query(),
                exchange.request().headers(),
                body,
                secret);
    }

    private Uni<Optional<CredentialHolder>> holder(Exchange exchange, SignedRequest signed) {
        Uni<Optional<CredentialHolder>> holder =
                verified.verify("access-key " + signed.access(), () -> keys.holder(signed.access()));
        boolean mayBeRepeated =
                exchange.method().equals("GET") || exchange.method().equals("HEAD");
        if (mayBeRepeated) {
            return holder;
        }
        return holder.chain(known -> known.isEmpty()
                ? Uni.createFrom().item(known)
                : keys.useOnce(signed.signature(), SKEW.multipliedBy(2))
                        .map(first -> first ? known : Optional.<CredentialHolder>empty()));
    }

    private Uni<Optional<byte[]>> secret(String access) {
        byte[] known = secrets.getIfPresent(access);
        if (known != null) {
            return Uni.createFrom().item(Optional.of(known));
        }
        return keys.secret(access).map(found -> {
            Optional<byte[]> secret = found.map(text -> text.getBytes(StandardCharsets.UTF_8));
            secret.ifPresent(bytes -> secrets.put(access, bytes));
            return secret;
        });
    }
}
