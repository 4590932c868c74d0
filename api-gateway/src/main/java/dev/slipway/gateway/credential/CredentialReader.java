package dev.slipway.gateway.credential;

import dev.slipway.dialects.Dialect;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * Reads the credential out of the {@code Authorization} header: {@code token X} and {@code Bearer X} with the scheme in any case, or {@code X} alone (several DaoCloud
 * clients send no scheme). Below {@code /v2/} also Basic with any user name and the token as the password, which is what image tools send.
 */
public final class CredentialReader {

    private static final int MAX_CHARACTERS = 4096;

    private CredentialReader() {}

    /** @param authorizations every {@code Authorization} header of the request */
    public static PresentedCredential read(Dialect dialect, List<String> authorizations) {
        if (authorizations.isEmpty()) {
            return new PresentedCredential.None();
        }
        if (authorizations.size() > 1) {
            return new PresentedCredential.Malformed("send one Authorization header, not several");
        }
        String value = authorizations.get(0).strip();
        if (value.isEmpty()) {
            return new PresentedCredential.None();
        }
        int space = value.indexOf(' ');
        if (space < 0) {
            return isScheme(value) ? malformed() : token(value);
        }
        String rest = value.substring(space + 1).strip();
        return switch (value.substring(0, space).toLowerCase(Locale.ROOT)) {
            case "token", "bearer" -> token(rest);
            case "basic" ->
                dialect == Dialect.OCI
                        ? basic(rest)
                        : new PresentedCredential.Malformed(
                                "Basic credentials are for /v2/ only; send \"Bearer\" and a token");
            default -> malformed();
        };
    }

    private static boolean isScheme(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "token", "bearer", "basic" -> true;
            default -> false;
        };
    }

    private static PresentedCredential token(String value) {
        boolean plausible = !value.isEmpty()
                && value.length() <= MAX_CHARACTERS
                && value.chars().allMatch(character -> character > ' ' && character < 0x7f);
        return plausible ? new PresentedCredential.Token(value) : malformed();
    }

    private static PresentedCredential basic(String encoded) {
        try {
            String pair = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getDecoder().decode(encoded)))
                    .toString();
            int colon = pair.indexOf(':');
            return colon < 0 ? malformed() : token(pair.substring(colon + 1));
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return malformed();
        }
    }

    private static PresentedCredential malformed() {
        return new PresentedCredential.Malformed("the Authorization header is malformed; send \"Bearer\" and a token");
    }
}
