package dev.slipway.gateway.credential;

/** What a request says to prove who asks. */
public sealed interface PresentedCredential {

    /** Nothing. */
    record None() implements PresentedCredential {}

    /** An opaque token. Its value is never printed. */
    record Token(String value) implements PresentedCredential {
        @Override
        public String toString() {
            return "Token[…]";
        }
    }

    /**
     * Something that no carrier of this dialect looks like.
     *
     * @param why what the caller should mend
     */
    record Malformed(String why) implements PresentedCredential {}
}
