package dev.slipway.gateway.token;

/** Which API made a token. All of them are looked up, listed and revoked alike. */
public enum TokenKind {
    /** The native API. */
    ACCESS("access"),
    /** {@code POST /api/tokens/create} of Serverless CD. */
    SERVERLESS_CD("serverless-cd"),
    /** A JWT of {@code POST /api/user/token} of Drone. */
    DRONE("drone"),
    /** {@code POST /v3/auth/tokens} of CodeArts. */
    CODEARTS("codearts"),
    /** A sign-in with a cookie. */
    SESSION("session");

    private final String word;

    TokenKind(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /** @throws IllegalArgumentException when no kind has that word */
    public static TokenKind ofWord(String word) {
        for (TokenKind kind : values()) {
            if (kind.word.equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("unknown kind of token: " + word);
    }
}
