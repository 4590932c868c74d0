package dev.slipway.webhook.delivery;

import dev.slipway.kit.crypto.KeyRing;
import dev.slipway.kit.trace.Traces;
import dev.slipway.webhook.endpoint.Endpoint;
import dev.slipway.webhook.outbound.Answer;
import dev.slipway.webhook.outbound.SendingStoppedException;
import dev.slipway.webhook.outbound.WebhookRequest;
import dev.slipway.webhook.outbound.WebhookSender;
import dev.slipway.webhook.signature.SigningSecret;
import dev.slipway.webhook.signature.StandardWebhooks;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Tries one claimed delivery once: signs it, sends it, and writes down what came of it. */
@ApplicationScoped
public class DeliveryAttempt {

    private static final Logger LOG = Logger.getLogger(DeliveryAttempt.class);
    private static final String USER_AGENT = "Slipway-Webhooks/1";
    static final String ENDPOINT_DELETED = "its endpoint was deleted";

    private final WebhookSender sender;
    private final KeyRing keyRing;
    private final RetryPolicies policies;
    private final DeliveryOutcomes outcomes;
    private final DeliverySettings settings;

    public DeliveryAttempt(
            WebhookSender sender,
            KeyRing keyRing,
            RetryPolicies policies,
            DeliveryOutcomes outcomes,
            DeliverySettings settings) {
        this.sender = sender;
        this.keyRing = keyRing;
        this.policies = policies;
        this.outcomes = outcomes;
        this.settings = settings;
    }

    /** Ends when the outcome is written down, or when the delivery turned out to be somebody else's by now. */
    Uni<Void> run(ClaimedDelivery delivery) {
        if (delivery.endpointDeleted()) {
            return abandon(delivery, ENDPOINT_DELETED);
        }
        try {
            return attempt(delivery, policy(delivery), secret(delivery));
        } catch (UndeliverableException e) {
            LOG.error("a delivery can never be made", e);
            return abandon(delivery, e.reason());
        }
    }

    private Uni<Void> attempt(ClaimedDelivery delivery, RetryPolicy policy, SigningSecret secret) {
        return Traces.calling(
                        "webhook " + delivery.eventType(),
                        delivery.traceparent(),
                        traceparent -> sender.send(request(delivery, secret, traceparent)))
                .onFailure(failure -> !(failure instanceof SendingStoppedException))
                .recoverWithItem(DeliveryAttempt::unexpected)
                .chain(answer -> conclude(delivery, policy, answer));
    }

    /** A defect of ours uses up retries like a failure of the receiver: repeated for ever, it would never reach an end. */
    private static Answer unexpected(Throwable failure) {
        LOG.error("an attempt failed by a defect of ours", failure);
        return Answer.none(Duration.ZERO, "could not be sent: an internal error, which has been logged");
    }

    private RetryPolicy policy(ClaimedDelivery delivery) {
        return policies.named(delivery.policy())
                .orElseThrow(() -> new UndeliverableException(
                        "its endpoint's retry policy " + delivery.policy() + " is not known here", null));
    }

    private SigningSecret secret(ClaimedDelivery delivery) {
        try {
            return new SigningSecret(
                    keyRing.decryptText(delivery.encryptedSecret(), Endpoint.secretContext(delivery.endpointId())));
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new UndeliverableException("its endpoint's signing secret cannot be read: " + e.getMessage(), e);
        }
    }

    private Uni<Void> conclude(ClaimedDelivery delivery, RetryPolicy policy, Answer answer) {
        String failure = failure(policy, answer);
        long epoch = delivery.state().epoch();
        Optional<DeliveryState> next = failure == null
                ? DeliveryStateMachine.onAccepted(delivery.state(), epoch)
                : DeliveryStateMachine.onFailed(delivery.state(), epoch, policy, failure);
        return record(delivery, next.orElseThrow(), answer, failure);
    }

    private Uni<Void> abandon(ClaimedDelivery delivery, String reason) {
        DeliveryState next =
                DeliveryStateMachine.onAbandoned(delivery.state(), reason).orElseThrow();
        return record(delivery, next, Answer.none(Duration.ZERO, reason), reason);
    }

    private Uni<Void> record(ClaimedDelivery delivery, DeliveryState next, Answer answer, @Nullable String failure) {
        return outcomes.record(delivery, next, answer, failure, settings.attemptLease())
                .invoke(ours -> {
                    if (ours && next.status() == DeliveryStatus.DEAD) {
                        LOG.infof("dead: %s", next.reason());
                    }
                    if (!ours) {
                        LOG.warnf(
                                "taken over while attempt %d was under way; its outcome is dropped",
                                delivery.state().attempts());
                    }
                })
                .replaceWithVoid();
    }

    private WebhookRequest request(ClaimedDelivery delivery, SigningSecret secret, @Nullable String traceparent) {
        Map<String, String> headers = new HashMap<>(
                StandardWebhooks.headers(secret, delivery.id().toString(), Instant.now(), delivery.body()));
        headers.put("content-type", delivery.contentType());
        headers.put("user-agent", USER_AGENT);
        if (traceparent != null) {
            headers.put("traceparent", traceparent);
        }
        return new WebhookRequest(URI.create(delivery.url()), headers, delivery.body(), settings.attemptTimeLimit());
    }

    private static @Nullable String failure(RetryPolicy policy, Answer answer) {
        Integer statusCode = answer.statusCode();
        if (statusCode == null) {
            return answer.error();
        }
        if (policy.accepts(statusCode)) {
            return null;
        }
        boolean isRedirect = statusCode >= 300 && statusCode < 400;
        return "the receiver answered " + statusCode
                + (isRedirect ? "; redirects are not followed" : "; only 200 counts as accepted");
    }
}
