package dev.slipway.bench.scg;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Whose a token is, by its SHA-256, from memory: what a gateway does whose cache is warm. */
@Component
class TokenCache {

    private static final int MOST_TOKENS = 100_000;

    private final Cache<String, String> loginByHash =
            Caffeine.newBuilder().maximumSize(MOST_TOKENS).build();

    /** @param tokens a file with one token a line; the callers are numbered */
    TokenCache(@Value("${peer.tokens}") Path tokens) throws IOException {
        int caller = 0;
        for (String token : Files.readAllLines(tokens)) {
            caller++;
            loginByHash.put(sha256(token), "bench-" + caller);
        }
    }

    /** Empty if nobody has the token. */
    Optional<String> login(String token) {
        return Optional.ofNullable(loginByHash.getIfPresent(sha256(token)));
    }

    private static String sha256(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
