package dev.slipway.gateway.registry;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.kit.crypto.KeyRing;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The tokens of the Docker token service: short-lived, for some repositories, in the place of the credential that they were asked for with. A client must not look into
 * one, and cannot: it is encrypted under the key ring, which every replica has, and kept nowhere.
 */
@ApplicationScoped
public class RegistryTokens {

    /** By which one is told from other tokens. */
    public static final String PREFIX = "slr_";

    private static final String CONTEXT = "registry-token";
    private static final int MAX_CHARACTERS = 16 * 1024;

    private final KeyRing keyRing;
    private final ObjectMapper json;
    private final Duration lifetime;

    public RegistryTokens(
            KeyRing keyRing,
            ObjectMapper json,
            @ConfigProperty(name = "slipway.gateway.registry-token.lifetime", defaultValue = "5m") Duration lifetime) {
        this.keyRing = keyRing;
        this.json = json;
        this.lifetime = lifetime;
    }

    public Duration lifetime() {
        return lifetime;
    }

    /** @param credentialId of the credential that it stands for: when that one ends, so does this */
    public String mint(String credentialId, RegistryAccess access, Instant now) {
        Content content = new Content(credentialId, now.plus(lifetime).getEpochSecond(), access.actions());
        try {
            String encrypted = keyRing.encrypt(json.writeValueAsString(content), CONTEXT);
            return PREFIX
                    + Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(encrypted.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("a token of words and numbers can be written", e);
        }
    }

    /** What a token says, if it is one of ours and good now. */
    public Optional<Verified> verify(String token, Instant now) {
        if (!token.startsWith(PREFIX) || token.length() > MAX_CHARACTERS) {
            return Optional.empty();
        }
        try {
            String encrypted =
                    new String(Base64.getUrlDecoder().decode(token.substring(PREFIX.length())), StandardCharsets.UTF_8);
            Content content = json.readValue(keyRing.decryptText(encrypted, CONTEXT), Content.class);
            return content.expires() > now.getEpochSecond()
                    ? Optional.of(new Verified(content.credential(), new RegistryAccess(content.actions())))
                    : Optional.empty();
        } catch (IllegalArgumentException | IllegalStateException | IOException e) {
            return Optional.empty();
        }
    }

    /** @param credentialId of the credential that the token stands for */
    public record Verified(String credentialId, RegistryAccess access) {}

    private record Content(String credential, long expires, Map<String, Set<String>> actions) {}
}
