package dev.slipway.gateway.accesskey;

import dev.slipway.kit.crypto.Hashes;
import io.vertx.core.MultiMap;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A request that is signed with an access key, as Huawei Cloud's SDKs do it ({@code SDK-HMAC-SHA256}):
 *
 * <pre>
 * canonical request = METHOD \n /encoded/path/ \n sorted=query \n header:value\n … \n signed;headers \n hex(sha256(body))
 * string to sign    = SDK-HMAC-SHA256 \n X-Sdk-Date \n hex(sha256(canonical request))
 * signature         = hex(hmac-sha256(secret, string to sign))
 * </pre>
 *
 * @param access the public half of the key
 * @param signedHeaders in lower case, in the order in which they were signed
 * @param signature in lower-case hex
 * @param date as the header has it, and as an instant
 */
public record SignedRequest(
        String access, List<String> signedHeaders, String signature, String dateText, Instant date) {

    /** The scheme's name, with which every part begins. */
    public static final String ALGORITHM = "SDK-HMAC-SHA256";

    private static final String DATE_HEADER = "X-Sdk-Date";
    private static final Pattern AUTHORIZATION = Pattern.compile(
            "SDK-HMAC-SHA256 +Access=([A-Za-z0-9_-]{1,128}), *SignedHeaders=([A-Za-z0-9;_-]{1,2000}), *Signature=([0-9a-f]{64})");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    public SignedRequest {
        signedHeaders = List.copyOf(signedHeaders);
    }

    /** Parses what a request says of its signature; empty if it is malformed, or does not sign its date and host. */
    public static Optional<SignedRequest> parse(String authorization, MultiMap headers) {
        Matcher matcher = AUTHORIZATION.matcher(authorization);
        String date = headers.get(DATE_HEADER);
        if (!matcher.matches() || date == null) {
            return Optional.empty();
        }
        List<String> signed =
                Arrays.asList(matcher.group(2).toLowerCase(Locale.ROOT).split(";", -1));
        if (!signed.contains("x-sdk-date") || !signed.contains("host")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SignedRequest(
                    matcher.group(1), signed, matcher.group(3), date, DATE.parse(date, Instant::from)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether this is the signature of that request.
     *
     * @param path as it came, encoded
     * @param query as it came; null for none
     */
    public boolean isOf(
            String method, String path, @Nullable String query, MultiMap headers, byte[] body, byte[] secret) {
        try {
            byte[] expected = hmac(secret, toSign(method, path, query, headers, body));
            return MessageDigest.isEqual(expected, HexFormat.of().parseHex(signature));
        } catch (IllegalArgumentException e) {
            // An encoding that cannot be read was not signed by any client.
            return false;
        }
    }

    private String toSign(String method, String path, @Nullable String query, MultiMap headers, byte[] body) {
        String canonical = method
                + '\n'
                + canonicalPath(path)
                + '\n'
                + canonicalQuery(query)
                + '\n'
                + signedHeaders.stream()
                        .map(name -> name + ':' + value(headers, name) + '\n')
                        .collect(Collectors.joining())
                + '\n'
                + String.join(";", signedHeaders)
                + '\n'
                + Hashes.sha256Hex(body);
        return ALGORITHM + '\n' + dateText + '\n' + Hashes.sha256Hex(canonical);
    }

    private static String value(MultiMap headers, String name) {
        return headers.getAll(name).stream().map(String::strip).collect(Collectors.joining(","));
    }

    private static String canonicalPath(String path) {
        String encoded = Arrays.stream(path.split("/", -1))
                .map(part -> encode(decode(part.replace("+", "%2B"))))
                .collect(Collectors.joining("/"));
        return encoded.endsWith("/") ? encoded : encoded + "/";
    }

    private static String canonicalQuery(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            return "";
        }
        return Arrays.stream(query.split("&", -1))
                .filter(parameter -> !parameter.isEmpty())
                .map(Parameter::of)
                .sorted(Comparator.comparing(Parameter::name).thenComparing(Parameter::value))
                .map(parameter -> parameter.name() + '=' + parameter.value())
                .collect(Collectors.joining("&"));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** RFC 3986: everything but the unreserved characters. */
    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java has HMAC-SHA-256", e);
        }
    }

    /** One parameter of a query, both halves encoded anew. */
    private record Parameter(String name, String value) {

        static Parameter of(String text) {
            int equals = text.indexOf('=');
            String name = equals < 0 ? text : text.substring(0, equals);
            String value = equals < 0 ? "" : text.substring(equals + 1);
            return new Parameter(encode(decode(name)), encode(decode(value)));
        }
    }
}
