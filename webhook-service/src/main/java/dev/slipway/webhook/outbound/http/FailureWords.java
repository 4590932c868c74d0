package dev.slipway.webhook.outbound.http;

import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.http.HttpClosedException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;

/** What went wrong on the way to a receiver, in words for the owner of the endpoint. */
final class FailureWords {

    private static final int MAX_CHARACTERS = 300;

    private FailureWords() {}

    /** Before there was a connection to the receiver. */
    static String ofConnecting(Throwable failure) {
        boolean isKnown = failure instanceof ConnectException || failure instanceof NoRouteToHostException;
        return bounded(
                failure instanceof SocketException && !isKnown
                        ? "the receiver's address cannot be reached: " + innermostMessage(failure)
                        : words(failure));
    }

    /** On a connection that stood. */
    static String of(Throwable failure) {
        return bounded(words(failure));
    }

    private static String bounded(String words) {
        return words.substring(0, Math.min(MAX_CHARACTERS, words.length()));
    }

    private static String words(Throwable failure) {
        if (failure instanceof UnreachableReceiver) {
            return String.valueOf(failure.getMessage());
        }
        if (failure instanceof ConnectTimeoutException) {
            return "the receiver's address does not answer";
        }
        if (failure instanceof NoRouteToHostException) {
            return "there is no route to the receiver's address";
        }
        if (failure instanceof ConnectException) {
            return "the receiver refused the connection";
        }
        if (failure instanceof SSLException || failure instanceof CertificateException) {
            return "TLS failed: " + innermostMessage(failure);
        }
        if (failure instanceof HttpClosedException || failure instanceof SocketException) {
            return "the receiver closed the connection before it answered";
        }
        return "the request failed: " + innermostMessage(failure);
    }

    private static String innermostMessage(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
