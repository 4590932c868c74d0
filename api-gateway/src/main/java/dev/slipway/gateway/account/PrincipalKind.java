package dev.slipway.gateway.account;

/** Who may use the platform. */
public enum PrincipalKind {
    /** A person. */
    USER("user"),
    /** A program: it has tokens and keys, but no password. */
    SERVICE("service");

    private final String word;

    PrincipalKind(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /** @throws IllegalArgumentException when no kind has that word */
    public static PrincipalKind ofWord(String word) {
        for (PrincipalKind kind : values()) {
            if (kind.word.equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("unknown kind of principal: " + word);
    }
}
