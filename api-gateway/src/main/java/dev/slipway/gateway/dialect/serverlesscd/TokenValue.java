package dev.slipway.gateway.dialect.serverlesscd;

import java.security.SecureRandom;

/** Letters and digits, as this dialect's own tokens are; three more of them, so that they carry 256 bits. */
final class TokenValue {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int CHARACTERS = 43;
    private static final SecureRandom RANDOM = new SecureRandom();

    private TokenValue() {}

    static String random() {
        return RANDOM.ints(CHARACTERS, 0, ALPHABET.length())
                .mapToObj(ALPHABET::charAt)
                .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
                .toString();
    }
}
