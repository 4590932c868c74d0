package dev.slipway.gateway.oidc;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/** An OpenID Connect issuer on this machine: discovery, keys, and a token endpoint that wants its client's secret and the verifier of the code. */
public final class LocalIssuer implements QuarkusTestResourceLifecycleManager {

    static final String CLIENT_ID = "slipway";
    static final String CLIENT_SECRET = "a secret: with & odd %";

    private final Map<String, Granted> codes = new ConcurrentHashMap<>();
    private volatile RsaJsonWebKey key = newKey("k1");
    private HttpServer server;

    record Granted(JwtClaims claims, String challenge, RsaJsonWebKey signedWith) {}

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext(
                "/.well-known/openid-configuration", exchange -> answer(exchange, 200, """
                        {"issuer":"%1$s","authorization_endpoint":"%1$s/authorize","token_endpoint":"%1$s/token","jwks_uri":"%1$s/keys"}
                        """.formatted(issuer())));
        server.createContext("/keys", exchange -> answer(exchange, 200, "{\"keys\":[" + key.toJson() + "]}"));
        server.createContext("/token", this::token);
        server.start();
        return Map.of(
                "slipway.gateway.oidc.issuer", issuer(),
                "slipway.gateway.oidc.client-id", CLIENT_ID,
                "slipway.gateway.oidc.client-secret", CLIENT_SECRET);
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(LocalIssuer.class));
    }

    @Override
    public void stop() {
        server.stop(0);
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What a person's agreement leads to: a code, good once. */
    void grant(String code, JwtClaims claims, String challenge) {
        codes.put(code, new Granted(claims, challenge, key));
    }

    /** As {@link #grant}, signed by somebody else. */
    void grantForged(String code, JwtClaims claims, String challenge) {
        codes.put(code, new Granted(claims, challenge, newKey(key.getKeyId())));
    }

    void changeKey(String id) {
        key = newKey(id);
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String basic = exchange.getRequestHeaders().getFirst("Authorization");
        String pair =
                new String(Base64.getDecoder().decode(basic.substring("Basic ".length())), StandardCharsets.UTF_8);
        boolean client = decode(pair.substring(0, pair.indexOf(':'))).equals(CLIENT_ID)
                && decode(pair.substring(pair.indexOf(':') + 1)).equals(CLIENT_SECRET);
        Granted granted = codes.remove(form.getOrDefault("code", ""));
        if (!client || granted == null || !granted.challenge().equals(challenge(form.get("code_verifier")))) {
            answer(exchange, 400, "{\"error\":\"invalid_grant\"}");
            return;
        }
        answer(exchange, 200, "{\"token_type\":\"Bearer\",\"id_token\":\"" + sign(granted) + "\"}");
    }

    private static String sign(Granted granted) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(granted.claims().toJson());
        signature.setKey(granted.signedWith().getPrivateKey());
        signature.setKeyIdHeaderValue(granted.signedWith().getKeyId());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new AssertionError(e);
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    static Map<String, String> form(String text) {
        return Arrays.stream(text.split("&", -1))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> decode(pair[0]), pair -> decode(pair[1])));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static RsaJsonWebKey newKey(String id) {
        try {
            RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId(id);
            return key;
        } catch (JoseException e) {
            throw new AssertionError(e);
        }
    }
}
