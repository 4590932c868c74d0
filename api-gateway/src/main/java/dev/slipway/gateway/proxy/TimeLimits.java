package dev.slipway.gateway.proxy;

import dev.slipway.dialects.ApiClass;
import io.smallrye.config.SmallRyeConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * How long the gateway waits for whom, in whole seconds. A service has {@code slipway.gateway.upstream.answer-limit} from the end of a request to the head of its
 * answer ({@code slipway.gateway.upstream.answer-limits.<API class>} for one kind of call); a body may rest for {@code slipway.gateway.body.idle-limit} between two pieces. A
 * stream (see {@link Streams}) may be silent for {@code slipway.gateway.stream.idle-limit} before its service is taken to be dead.
 */
@ApplicationScoped
public class TimeLimits {

    private static final String ANSWER_LIMITS = "slipway.gateway.upstream.answer-limits.";

    private final Map<ApiClass, Integer> answerSeconds = new EnumMap<>(ApiClass.class);
    private final int bodyIdleSeconds;
    private final int streamIdleSeconds;

    public TimeLimits(
            Config config,
            @ConfigProperty(name = "slipway.gateway.upstream.answer-limit", defaultValue = "60S") Duration answerLimit,
            @ConfigProperty(name = "slipway.gateway.body.idle-limit", defaultValue = "60S") Duration bodyIdleLimit,
            @ConfigProperty(name = "slipway.gateway.stream.idle-limit", defaultValue = "15M")
                    Duration streamIdleLimit) {
        SmallRyeConfig smallRye = config.unwrap(SmallRyeConfig.class);
        for (ApiClass apiClass : ApiClass.values()) {
            Duration limit = smallRye.getOptionalValue(ANSWER_LIMITS + apiClass.word(), Duration.class)
                    .orElse(answerLimit);
            answerSeconds.put(apiClass, seconds(limit));
        }
        this.bodyIdleSeconds = seconds(bodyIdleLimit);
        this.streamIdleSeconds = seconds(streamIdleLimit);
    }

    /** From the end of the request to the head of its answer. */
    int answerSeconds(ApiClass apiClass) {
        return answerSeconds.getOrDefault(apiClass, streamIdleSeconds);
    }

    /** From the request for a websocket to the service's yes or no. */
    int handshakeSeconds() {
        return answerSeconds(ApiClass.READ);
    }

    int bodyIdleSeconds() {
        return bodyIdleSeconds;
    }

    int streamIdleSeconds() {
        return streamIdleSeconds;
    }

    private static int seconds(Duration limit) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, limit.toSeconds()));
    }
}
