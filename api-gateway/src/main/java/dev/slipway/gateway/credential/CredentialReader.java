package dev.slipway.gateway.credential;

import dev.slipway.dialects.Dialect;
import dev.slipway.gateway.registry.RegistryTokens;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds the credentials of a request where its dialect carries them, and nowhere else: what another dialect would carry elsewhere is not looked at.
 *
 * <ul>
 *   <li>DaoCloud, Drone, imagebuild, native: {@code Authorization: token X}, {@code Bearer X} (scheme in any case) or {@code X} alone
 *   <li>Serverless CD: {@code cd_token: X}
 *   <li>Drone also: a JWT there or in {@code ?access_token=}; {@code user_sess} with {@code X-CSRF-TOKEN}
 *   <li>imagebuild, Harbor, OCI: Basic; Harbor also the cookie {@code beegosessionID}, OCI also {@code Bearer X}
 *   <li>CodeArts: {@code X-Auth-Token}, or the signature of an access key
 *   <li>native also: the cookie {@code slipway_session} with {@code X-CSRF-Token}
 * </ul>
 */
public final class CredentialReader {

    /** The cookie of a native session. */
    public static final String NATIVE_COOKIE = "slipway_session";

    /** The cookie of a Harbor session. */
    public static final String HARBOR_COOKIE = "beegosessionID";

    /** The cookie of a Drone session. */
    public static final String DRONE_COOKIE = "user_sess";

    /** What a page sends to prove that it is one of ours, for a request that changes something. */
    public static final String CSRF_HEADER = "X-CSRF-Token";

    private static final int MAX_CHARACTERS = 4096;
    private static final String SIGNATURE_SCHEME = "SDK-HMAC-SHA256 ";

    private final Dialect dialect;
    private final boolean safe;
    private final MultiMap headers;
    private final List<PresentedCredential> found = new ArrayList<>(1);

    private CredentialReader(Dialect dialect, String method, MultiMap headers) {
        this.dialect = dialect;
        this.safe = method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS");
        this.headers = headers;
    }

    /**
     * Every credential that the request presents; empty for none.
     *
     * @param method in upper case: cookies need more proof where something is changed
     * @param accessTokens the decoded values of the query's {@code access_token}
     */
    public static List<PresentedCredential> read(
            Dialect dialect, String method, MultiMap headers, List<String> accessTokens) {
        CredentialReader reader = new CredentialReader(dialect, method, headers);
        switch (dialect) {
            case DAOCLOUD -> reader.authorization();
            case NATIVE -> {
                reader.authorization();
                reader.nativeSession();
            }
            case DRONE -> {
                reader.authorization();
                accessTokens.forEach(reader::accessToken);
                reader.droneSession();
            }
            case SERVERLESS_CD -> reader.header("cd_token");
            case IMAGEBUILD, OCI -> reader.authorization();
            case HARBOR -> {
                reader.authorization();
                reader.harborSession();
            }
            case CODEARTS -> {
                reader.header("X-Auth-Token");
                reader.signature();
            }
        }
        return reader.found;
    }

    private void authorization() {
        List<String> values = headers.getAll(HttpHeaders.AUTHORIZATION);
        if (values.size() > 1) {
            found.add(new PresentedCredential.Malformed("send one Authorization header, not several"));
        } else if (values.size() == 1) {
            String value = values.get(0).strip();
            if (!value.isEmpty()) {
                found.add(authorization(value));
            }
        }
    }

    private PresentedCredential authorization(String value) {
        int space = value.indexOf(' ');
        String scheme = (space < 0 ? value : value.substring(0, space)).toLowerCase(Locale.ROOT);
        String rest = space < 0 ? "" : value.substring(space + 1).strip();
        boolean takesTokens = dialect != Dialect.HARBOR;
        return switch (scheme) {
            case "token", "bearer" -> takesTokens ? token(rest) : malformed();
            case "basic" -> takesBasic() ? basic(rest) : malformed();
            default -> space < 0 && takesTokens && dialect != Dialect.OCI ? bare(value) : malformed();
        };
    }

    private boolean takesBasic() {
        return dialect == Dialect.OCI || dialect == Dialect.HARBOR || dialect == Dialect.IMAGEBUILD;
    }

    private PresentedCredential bare(String value) {
        return dialect == Dialect.IMAGEBUILD && isPlausible(value)
                ? new PresentedCredential.BareWord(value)
                : token(value);
    }

    private void accessToken(String value) {
        found.add(
                looksLikeJwt(value)
                        ? new PresentedCredential.DroneJwt(value, PresentedCredential.DroneJwt.Use.USER)
                        : new PresentedCredential.Malformed(
                                "access_token takes a token of POST /api/user/token; send others as Authorization: Bearer"));
    }

    private void header(String name) {
        List<String> values = headers.getAll(name);
        if (values.size() > 1) {
            found.add(new PresentedCredential.Malformed("send one " + name + " header, not several"));
        } else if (values.size() == 1 && !values.get(0).isBlank()) {
            String value = values.get(0).strip();
            found.add(
                    isPlausible(value)
                            ? new PresentedCredential.Token(value)
                            : new PresentedCredential.Malformed("the " + name + " header is malformed"));
        }
    }

    private void signature() {
        List<String> values = headers.getAll(HttpHeaders.AUTHORIZATION);
        if (values.isEmpty()) {
            return;
        }
        String value = values.get(0).strip();
        found.add(
                values.size() == 1 && value.startsWith(SIGNATURE_SCHEME) && value.length() <= MAX_CHARACTERS
                        ? new PresentedCredential.Signature(value)
                        : new PresentedCredential.Malformed(
                                "send X-Auth-Token, or an Authorization header of the form SDK-HMAC-SHA256 Access=…"));
    }

    private void nativeSession() {
        String session = cookie(NATIVE_COOKIE);
        if (session != null) {
            found.add(
                    safe || Csrf.matches(session, headers.get(CSRF_HEADER))
                            ? token(session)
                            : new PresentedCredential.Malformed(
                                    "a request with a session cookie that changes something needs the session's "
                                            + CSRF_HEADER));
        }
    }

    private void harborSession() {
        String session = cookie(HARBOR_COOKIE);
        if (session != null) {
            found.add(token(session));
        }
    }

    private void droneSession() {
        String session = cookie(DRONE_COOKIE);
        if (session == null) {
            return;
        }
        String csrf = headers.get(CSRF_HEADER);
        if (safe) {
            found.add(new PresentedCredential.DroneJwt(session, PresentedCredential.DroneJwt.Use.SESSION));
        } else if (csrf == null) {
            found.add(new PresentedCredential.Malformed(
                    "a request with a session cookie that changes something needs X-CSRF-TOKEN"));
        } else {
            found.add(new PresentedCredential.DroneSession(session, csrf));
        }
    }

    private @Nullable String cookie(String name) {
        for (String header : headers.getAll(HttpHeaders.COOKIE)) {
            for (Cookie cookie : ServerCookieDecoder.LAX.decode(header)) {
                if (cookie.name().equals(name) && !cookie.value().isEmpty()) {
                    return cookie.value();
                }
            }
        }
        return null;
    }

    private PresentedCredential token(String value) {
        if (!isPlausible(value)) {
            return malformed();
        }
        if (dialect == Dialect.DRONE && looksLikeJwt(value)) {
            return new PresentedCredential.DroneJwt(value, PresentedCredential.DroneJwt.Use.USER);
        }
        if (dialect == Dialect.OCI && value.startsWith(RegistryTokens.PREFIX)) {
            return new PresentedCredential.RegistryToken(value);
        }
        return new PresentedCredential.Token(value);
    }

    private PresentedCredential basic(String encoded) {
        try {
            String pair = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getDecoder().decode(encoded)))
                    .toString();
            int colon = pair.indexOf(':');
            boolean whole = colon > 0 && colon < pair.length() - 1 && pair.length() <= MAX_CHARACTERS;
            return whole && pair.chars().noneMatch(Character::isISOControl)
                    ? new PresentedCredential.Password(pair.substring(0, colon), pair.substring(colon + 1))
                    : malformed();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return malformed();
        }
    }

    private PresentedCredential malformed() {
        return new PresentedCredential.Malformed(
                "the Authorization header is malformed: " + wanted(dialect) + " is needed");
    }

    /** What a caller of the dialect should send. */
    public static String wanted(Dialect dialect) {
        return switch (dialect) {
            case DAOCLOUD -> "an access token as \"Authorization: token X\"";
            case SERVERLESS_CD -> "an access token in the header cd_token";
            case HARBOR -> "\"Authorization: Basic\" with a login and a password or token";
            case OCI -> "\"Authorization: Basic\" with a login and a password or token, or \"Bearer\" and a token";
            case IMAGEBUILD ->
                "\"Authorization: Bearer\" and a token, or \"Basic\" with a login and a password or token";
            case CODEARTS -> "X-Auth-Token, or the signature of an access key";
            case DRONE, NATIVE -> "an access token as \"Authorization: Bearer X\"";
        };
    }

    private static boolean isPlausible(String value) {
        return !value.isEmpty()
                && value.length() <= MAX_CHARACTERS
                && value.chars().allMatch(character -> character > ' ' && character < 0x7f);
    }

    /** Every JWT begins with an encoded brace and quote, and has two dots. */
    private static boolean looksLikeJwt(String value) {
        int first = value.indexOf('.');
        int last = value.lastIndexOf('.');
        return value.startsWith("eyJ") && last > first && value.indexOf('.', first + 1) == last;
    }
}
