package dev.slipway.gateway.oidc;

import dev.slipway.kit.error.SlipwayException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;

/** The issuer as it describes itself (OpenID Connect Discovery 1.0), its keys, and its token endpoint. What it said is remembered for ten minutes. */
@ApplicationScoped
public class OidcProvider {

    private static final Logger LOG = Logger.getLogger(OidcProvider.class);
    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int MAX_BODY_BYTES = 1024 * 1024;
    private static final int OK = 200;

    private final OidcSettings settings;
    private final HttpClient client;
    private final AtomicReference<Described> described = new AtomicReference<>();

    public OidcProvider(Vertx vertx, OidcSettings settings) {
        this.settings = settings;
        this.client = vertx.createHttpClient(new HttpClientOptions().setMaxChunkSize(MAX_BODY_BYTES));
    }

    @PreDestroy
    void close() {
        client.close();
    }

    /** @return fails as not found where no issuer is configured, as unavailable where it does not answer */
    public Uni<Described> describe() {
        Described known = described.get();
        if (known != null && System.nanoTime() - known.atNanos() < REMEMBERED.toNanos()) {
            return Uni.createFrom().item(known);
        }
        return ask();
    }

    /** As {@link #describe}, for a key that what is remembered does not have: issuers change their keys. */
    public Uni<Described> describeAnew() {
        return ask();
    }

    /** Exchanges a code for tokens (RFC 6749, 4.1.3, with the verifier of RFC 7636). */
    Uni<JsonObject> exchange(Described provider, String code, String verifier, String redirectUri) {
        String form = "grant_type=authorization_code&code=" + encode(code) + "&code_verifier=" + encode(verifier)
                + "&redirect_uri=" + encode(redirectUri);
        String identification = encode(settings.clientId().orElseThrow())
                + ':'
                + encode(settings.clientSecret().orElse(""));
        return uni(send(
                HttpMethod.POST,
                provider.tokenEndpoint(),
                request -> request.putHeader(HttpHeaders.CONTENT_TYPE, "application/x-www-form-urlencoded")
                        .putHeader(
                                HttpHeaders.AUTHORIZATION,
                                "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString(identification.getBytes(StandardCharsets.UTF_8)))
                        .send(form)
                        .mapEmpty()));
    }

    private Uni<Described> ask() {
        String issuer = settings.issuer()
                .filter(text -> settings.clientId().isPresent())
                .orElseThrow(() -> SlipwayException.notFound("sign-in: no OpenID Connect issuer is configured"));
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        Future<Described> answer = send(
                        HttpMethod.GET, base + "/.well-known/openid-configuration", HttpClientRequest::end)
                .compose(document -> {
                    if (!issuer.equals(document.getString("issuer"))) {
                        return Future.failedFuture("it calls itself " + document.getString("issuer"));
                    }
                    return send(HttpMethod.GET, document.getString("jwks_uri"), HttpClientRequest::end)
                            .map(keys -> described(issuer, document, keys));
                });
        return uni(answer).invoke(described::set);
    }

    private static Described described(String issuer, JsonObject document, JsonObject keys) {
        try {
            return new Described(
                    issuer,
                    document.getString("authorization_endpoint"),
                    document.getString("token_endpoint"),
                    new JsonWebKeySet(keys.encode()),
                    System.nanoTime());
        } catch (JoseException e) {
            throw new IllegalArgumentException("its keys cannot be read", e);
        }
    }

    private <T> Uni<T> uni(Future<T> answer) {
        return Uni.createFrom()
                .completionStage(answer.toCompletionStage())
                .onFailure(failure -> !(failure instanceof SlipwayException))
                .transform(failure -> {
                    LOG.warnf("The OpenID Connect issuer cannot be used: %s", failure.toString());
                    return SlipwayException.unavailable("the issuer cannot be asked at the moment; try again");
                });
    }

    private Future<JsonObject> send(HttpMethod method, String url, Function<HttpClientRequest, Future<Void>> sending) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setAbsoluteURI(url)
                .setConnectTimeout(LIMIT.toMillis())
                .setTimeout(LIMIT.toMillis())
                .putHeader(HttpHeaders.ACCEPT, "application/json");
        return client.request(options).compose(request -> {
            Future<JsonObject> answer = request.response()
                    .compose(response -> response.statusCode() == OK
                            ? response.body().map(body -> body.toJsonObject())
                            : Future.failedFuture(url + " answered " + response.statusCode()));
            return sending.apply(request).compose(sent -> answer);
        });
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** What the issuer says of itself. */
    public record Described(
            String issuer, String authorizationEndpoint, String tokenEndpoint, JsonWebKeySet keys, long atNanos) {}
}
