package dev.slipway.gateway.oidc;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.kit.crypto.Hashes;
import dev.slipway.kit.crypto.KeyRing;
import dev.slipway.kit.crypto.Tokens;
import dev.slipway.kit.error.SlipwayException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;

/**
 * The authorization code flow with PKCE (OpenID Connect Core 1.0, 3.1; RFC 7636). What has to be remembered between leaving for the issuer and coming back goes with the browser, in a
 * cookie that is encrypted under the key ring: any replica can go on.
 */
@ApplicationScoped
public class OidcFlow {

    private static final Logger LOG = Logger.getLogger(OidcFlow.class);
    private static final String CONTEXT = "oidc-state";
    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final int CLOCK_SKEW_SECONDS = 60;

    private final OidcSettings settings;
    private final OidcProvider provider;
    private final KeyRing keyRing;
    private final ObjectMapper json;

    public OidcFlow(OidcSettings settings, OidcProvider provider, KeyRing keyRing, ObjectMapper json) {
        this.settings = settings;
        this.provider = provider;
        this.keyRing = keyRing;
        this.json = json;
    }

    public static Duration lifetime() {
        return LIFETIME;
    }

    /** @param redirectUri where the issuer sends the browser back to */
    public Uni<Begun> begin(String redirectUri) {
        return provider.describe().map(described -> {
            Pending pending = new Pending(
                    Tokens.random(""),
                    Tokens.random(""),
                    Tokens.random(""),
                    Instant.now().plus(LIFETIME).getEpochSecond());
            String location = described.authorizationEndpoint()
                    + (described.authorizationEndpoint().contains("?") ? "&" : "?")
                    + "response_type=code&client_id="
                    + encode(settings.clientId().orElseThrow())
                    + "&scope=" + encode(settings.scopes())
                    + "&redirect_uri=" + encode(redirectUri)
                    + "&state=" + pending.state()
                    + "&nonce=" + pending.nonce()
                    + "&code_challenge_method=S256&code_challenge=" + challenge(pending.verifier());
            return new Begun(location, encrypt(pending));
        });
    }

    /**
     * Whom the issuer says the browser belongs to.
     *
     * @param cookie what {@link #begin} gave to the browser
     */
    public Uni<Identity> finish(String cookie, String state, String code, String redirectUri) {
        Pending pending = decrypt(cookie)
                .filter(known -> known.expires() > Instant.now().getEpochSecond())
                .filter(known -> MessageDigest.isEqual(bytes(known.state()), bytes(state)))
                .orElseThrow(() -> SlipwayException.unauthenticated(
                        "this sign-in was not begun here, or too long ago; begin again"));
        return provider.describe()
                .chain(described -> provider.exchange(described, code, pending.verifier(), redirectUri)
                        .map(tokens -> Optional.ofNullable(tokens.getString("id_token"))
                                .orElseThrow(() -> refused("it gave no id_token")))
                        .chain(idToken -> verify(described, idToken, pending.nonce())));
    }

    private Uni<Identity> verify(OidcProvider.Described described, String idToken, String nonce) {
        try {
            return Uni.createFrom().item(identity(described, idToken, nonce));
        } catch (SlipwayException unknownKey) {
            return provider.describeAnew().map(anew -> identity(anew, idToken, nonce));
        }
    }

    private Identity identity(OidcProvider.Described described, String idToken, String nonce) {
        try {
            JwtClaims claims = new JwtConsumerBuilder()
                    .setJwsAlgorithmConstraints(
                            AlgorithmConstraints.ConstraintType.PERMIT,
                            AlgorithmIdentifiers.RSA_USING_SHA256,
                            AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
                            AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
                            AlgorithmIdentifiers.EDDSA)
                    .setVerificationKeyResolver(
                            new JwksVerificationKeyResolver(described.keys().getJsonWebKeys()))
                    .setExpectedIssuer(described.issuer())
                    .setExpectedAudience(settings.clientId().orElseThrow())
                    .setRequireSubject()
                    .setRequireExpirationTime()
                    .setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS)
                    .build()
                    .processToClaims(idToken);
            if (!nonce.equals(claims.getStringClaimValue("nonce"))) {
                throw refused("its nonce is another's");
            }
            Map<String, Object> all = claims.getClaimsMap();
            return new Identity(
                    described.issuer(),
                    claims.getSubject(),
                    text(all, settings.loginClaim()),
                    Boolean.FALSE.equals(all.get("email_verified")) ? "" : text(all, "email"));
        } catch (InvalidJwtException | MalformedClaimException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    private static String text(Map<String, Object> claims, String name) {
        return claims.get(name) instanceof String text ? text : "";
    }

    private static SlipwayException refused(String why) {
        LOG.infof("An answer of the OpenID Connect issuer is not believed: %s", why);
        return SlipwayException.unauthenticated("what the issuer answered cannot be believed");
    }

    private String encrypt(Pending pending) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(bytes(keyRing.encrypt(json.writeValueAsString(pending), CONTEXT)));
        } catch (IOException e) {
            throw new IllegalStateException("texts and a number can be written", e);
        }
    }

    private Optional<Pending> decrypt(String cookie) {
        try {
            String encrypted = new String(Base64.getUrlDecoder().decode(cookie), StandardCharsets.UTF_8);
            return Optional.of(json.readValue(keyRing.decryptText(encrypted, CONTEXT), Pending.class));
        } catch (IllegalArgumentException | IllegalStateException | IOException e) {
            return Optional.empty();
        }
    }

    private static String challenge(String verifier) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(HexFormat.of().parseHex(Hashes.sha256Hex(verifier)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /**
     * A sign-in on its way.
     *
     * @param location where the browser is sent
     * @param cookie what it brings back
     */
    public record Begun(String location, String cookie) {}

    /**
     * Whom the issuer vouches for.
     *
     * @param subject by which it knows the person, for good
     * @param login empty if it says none
     * @param email empty if it says none, or has not verified it
     */
    public record Identity(String issuer, String subject, String login, String email) {}

    private record Pending(String state, String nonce, String verifier, long expires) {}
}
