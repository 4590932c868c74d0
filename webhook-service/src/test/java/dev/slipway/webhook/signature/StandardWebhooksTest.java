package dev.slipway.webhook.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Checked with the Standard Webhooks project's own library. */
class StandardWebhooksTest {

    private static final String BODY = "{\"name\":\"构建\"}";

    private final SigningSecret secret = SigningSecret.random();

    @Test
    void theSpecificationsOwnLibraryAcceptsOurSignature() throws EmptyWebhookSecretException {
        // Given
        Webhook receiver = new Webhook(secret.text());

        // When
        HttpHeaders headers = headers(Instant.now());

        // Then
        assertThatCode(() -> receiver.verify(BODY, headers)).doesNotThrowAnyException();
    }

    @Test
    void itRefusesABodyThatWasChangedOnTheWay() throws EmptyWebhookSecretException {
        // Given
        Webhook receiver = new Webhook(secret.text());
        HttpHeaders headers = headers(Instant.now());

        // When Then
        assertThatThrownBy(() -> receiver.verify(BODY + " ", headers)).isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void itRefusesAnotherEndpointsSecret() throws EmptyWebhookSecretException {
        // Given
        Webhook receiver = new Webhook(SigningSecret.random().text());
        HttpHeaders headers = headers(Instant.now());

        // When Then
        assertThatThrownBy(() -> receiver.verify(BODY, headers)).isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void aSecretIsNotPrintedByAccident() {
        // When
        String printed = "endpoint with " + secret;

        // Then
        assertThat(printed).doesNotContain(secret.text());
    }

    private HttpHeaders headers(Instant at) {
        byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
        Map<String, List<String>> headers = new HashMap<>();
        StandardWebhooks.headers(secret, "0192", at, body).forEach((name, value) -> headers.put(name, List.of(value)));
        return HttpHeaders.of(headers, (name, value) -> true);
    }
}
