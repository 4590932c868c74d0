package dev.slipway.gateway.credential;

/** What a request says to prove who asks. None of these prints its secret. */
public sealed interface PresentedCredential {

    /** An opaque token, however it was carried. */
    record Token(String value) implements PresentedCredential {
        @Override
        public String toString() {
            return "Token[…]";
        }
    }

    /** Basic credentials. The password may be a token, whatever the login says: that is what image tools send. */
    record Password(String login, String password) implements PresentedCredential {
        @Override
        public String toString() {
            return "Password[" + login + ", …]";
        }
    }

    /** A JWT of the Drone dialect. */
    record DroneJwt(String value, Use use) implements PresentedCredential {

        /** How it was carried decides which type it must be of. */
        public enum Use {
            /** In a header or the query: of type {@code user}. */
            USER,
            /** In the cookie {@code user_sess}: of type {@code sess}. */
            SESSION
        }

        @Override
        public String toString() {
            return "DroneJwt[…, " + use + "]";
        }
    }

    /** A session of the Drone dialect that came with what proves that the page of the same session sent the request. */
    record DroneSession(String session, String csrf) implements PresentedCredential {
        @Override
        public String toString() {
            return "DroneSession[…]";
        }
    }

    /** A token of the Docker token service, for some repositories. */
    record RegistryToken(String value) implements PresentedCredential {
        @Override
        public String toString() {
            return "RegistryToken[…]";
        }
    }

    /** The request is signed with an access key ({@code SDK-HMAC-SHA256 …}). */
    record Signature(String authorization) implements PresentedCredential {
        @Override
        public String toString() {
            return "Signature[…]";
        }
    }

    /** A word without a scheme in the imagebuild dialect: a token, or a login name, which only an installation that trusts its network believes. */
    record BareWord(String value) implements PresentedCredential {
        @Override
        public String toString() {
            return "BareWord[…]";
        }
    }

    /**
     * Something that no carrier of this dialect looks like.
     *
     * @param why what the caller should mend
     */
    record Malformed(String why) implements PresentedCredential {}
}
