package dev.slipway.kit.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.slipway.dialects.Dialect;
import dev.slipway.kit.error.SlipwayException;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/**
 * The short-lived tokens by which services know each other's word: Ed25519 JWTs of at most 60 seconds, signed by the gateway for a
 * caller, or by a service that asks on a caller's behalf. Services trust these signatures and nothing else.
 *
 * <p>Claims: {@code iss} (the signing service), {@code aud} ({@code slipway}), {@code sub}, {@code cred}, {@code dialect}, {@code scopes}, {@code tenants}, {@code admin}, {@code anon},
 * {@code act}. Verified tokens are remembered until they end, so that a signature is checked once.
 */
@ApplicationScoped
public class InternalTokens {

    /** The longest life of a token, and so the longest time that a revoked credential's last token is good for behind the gateway. */
    public static final Duration LIFETIME = Duration.ofSeconds(60);

    private static final String AUDIENCE = "slipway";
    private static final int CLOCK_SKEW_SECONDS = 5;
    private static final int REMEMBERED_TOKENS = 20_000;

    private final String service;
    private final Optional<PrivateKey> privateKey;
    private final JwtConsumer consumer;
    private final Cache<String, Verified> verified = Caffeine.newBuilder()
            .maximumSize(REMEMBERED_TOKENS)
            .expireAfterWrite(LIFETIME)
            .build();

    public InternalTokens(
            @ConfigProperty(name = "quarkus.application.name") String service,
            @ConfigProperty(name = "slipway.identity.private-key-file") Optional<String> privateKeyFile,
            @ConfigProperty(name = "slipway.identity.trusted-keys-dir") String trustedKeysFolder) {
        this.service = service;
        this.privateKey = privateKeyFile.map(file -> IdentityKeys.privateKey(Path.of(file)));
        Map<String, PublicKey> trusted = IdentityKeys.trusted(Path.of(trustedKeysFolder));
        this.consumer = new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT, AlgorithmIdentifiers.EDDSA)
                .setVerificationKeyResolver(byIssuer(trusted))
                .setExpectedAudience(AUDIENCE)
                .setRequireExpirationTime()
                .setRequireSubject()
                .setMaxFutureValidityInMinutes((int) LIFETIME.toMinutes())
                .setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS)
                .build();
    }

    /** A token of this service's for the principal, good for {@link #LIFETIME}. */
    public String mint(Principal principal) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(service);
        claims.setAudience(AUDIENCE);
        claims.setSubject(principal.name());
        claims.setExpirationTime(
                NumericDate.fromMilliseconds(Instant.now().plus(LIFETIME).toEpochMilli()));
        claims.setStringClaim("cred", principal.credentialId());
        claims.setStringClaim("dialect", principal.dialect().name());
        claims.setStringListClaim(
                "scopes", principal.scopes().stream().map(Scope::word).sorted().toList());
        claims.setClaim(
                "tenants",
                principal.tenants().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().word())));
        claims.setClaim("admin", principal.administrator());
        claims.setClaim("anon", principal.anonymous());
        if (principal.actingService() != null) {
            claims.setStringClaim("act", principal.actingService());
        }
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKeyIdHeaderValue(service);
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.EDDSA);
        signature.setKey(privateKey.orElseThrow(
                () -> new IllegalStateException("slipway.identity.private-key-file is needed to sign for " + service)));
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("cannot sign an internal token", e);
        }
    }

    /** As {@link #mint}, for a call that this service makes on the principal's behalf. */
    public String mintOnBehalfOf(Principal principal) {
        return mint(new Principal(
                principal.name(),
                principal.anonymous(),
                principal.credentialId(),
                principal.dialect(),
                principal.scopes(),
                principal.tenants(),
                principal.administrator(),
                service));
    }

    /** @throws SlipwayException (unauthenticated) if the token is not one that a trusted service has signed and that is good now */
    public Principal verify(String token) {
        Verified known = verified.getIfPresent(token);
        if (known == null) {
            known = check(token);
            verified.put(token, known);
        }
        if (known.expiresAt().plusSeconds(CLOCK_SKEW_SECONDS).isBefore(Instant.now())) {
            throw SlipwayException.unauthenticated("the internal token has expired");
        }
        return known.principal();
    }

    private Verified check(String token) {
        try {
            JwtClaims claims = consumer.processToClaims(token);
            String actingService = claims.getStringClaimValue("act");
            if (actingService != null && !actingService.equals(claims.getIssuer())) {
                throw SlipwayException.unauthenticated("a service may only act as itself");
            }
            return new Verified(
                    principal(claims),
                    Instant.ofEpochMilli(claims.getExpirationTime().getValueInMillis()));
        } catch (InvalidJwtException | MalformedClaimException | IllegalArgumentException e) {
            throw SlipwayException.unauthenticated("the internal token is not valid");
        }
    }

    private static Principal principal(JwtClaims claims) throws MalformedClaimException {
        Map<String, TenantRole> tenants = new HashMap<>();
        if (claims.getClaimValue("tenants") instanceof Map<?, ?> map) {
            map.forEach((slug, role) -> tenants.put(String.valueOf(slug), TenantRole.ofWord(String.valueOf(role))));
        }
        List<String> scopes = claims.getStringListClaimValue("scopes");
        return new Principal(
                claims.getSubject(),
                Boolean.TRUE.equals(claims.getClaimValue("anon")),
                orEmpty(claims.getStringClaimValue("cred")),
                Dialect.valueOf(orEmpty(claims.getStringClaimValue("dialect"))),
                (scopes == null ? List.<String>of() : scopes)
                        .stream().map(Scope::ofWord).collect(Collectors.toSet()),
                tenants,
                Boolean.TRUE.equals(claims.getClaimValue("admin")),
                claims.getStringClaimValue("act"));
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static VerificationKeyResolver byIssuer(Map<String, PublicKey> trusted) {
        return (signature, nesting) -> {
            PublicKey key = trusted.get(String.valueOf(signature.getKeyIdHeaderValue()));
            if (key == null || !signature.getKeyIdHeaderValue().equals(issuer(signature))) {
                throw new UnresolvableKeyException("nobody trusted has signed this");
            }
            return key;
        };
    }

    /** Whose word the token claims to be; it must be the one whose key has signed it. */
    private static @Nullable String issuer(JsonWebSignature signature) throws UnresolvableKeyException {
        try {
            return JwtClaims.parse(signature.getUnverifiedPayload()).getIssuer();
        } catch (InvalidJwtException | MalformedClaimException e) {
            throw new UnresolvableKeyException("the issuer cannot be read", e);
        }
    }

    private record Verified(Principal principal, Instant expiresAt) {}
}
