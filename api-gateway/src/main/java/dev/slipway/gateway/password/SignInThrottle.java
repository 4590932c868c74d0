package dev.slipway.gateway.password;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.slipway.dialects.ErrorCode;
import dev.slipway.kit.error.SlipwayException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Slows the guessing of passwords: after some wrong ones, an address waits for its turn, and so does everybody who tries the same login. An address whose line is
 * long is refused; a login never is, or a stranger could lock its owner out. An address from which the login's owner has signed in before does not wait for the login.
 *
 * <p>Kept in this process: another replica counts for itself.
 */
@ApplicationScoped
public class SignInThrottle {

    /** A person's typing errors. */
    private static final int FREE_FAILURES = 5;

    /** Between two attempts, once there were more. */
    private static final Duration ADDRESS_INTERVAL = Duration.ofSeconds(2);

    private static final Duration LOGIN_INTERVAL = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(15);
    private static final Duration OWNER_REMEMBERED = Duration.ofDays(30);
    private static final int REMEMBERED = 50_000;

    private final LongSupplier clockNanos;
    private final Cache<String, Line> lines;
    private final Cache<String, Boolean> owners;

    public SignInThrottle() {
        this(System::nanoTime);
    }

    SignInThrottle(LongSupplier clockNanos) {
        this.clockNanos = clockNanos;
        this.lines = Caffeine.newBuilder()
                .maximumSize(REMEMBERED)
                .expireAfterWrite(FORGOTTEN_AFTER)
                .ticker(clockNanos::getAsLong)
                .build();
        this.owners = Caffeine.newBuilder()
                .maximumSize(REMEMBERED)
                .expireAfterWrite(OWNER_REMEMBERED)
                .ticker(clockNanos::getAsLong)
                .build();
    }

    /**
     * How long an attempt has to wait for its turn; mostly not at all.
     *
     * @throws SlipwayException (quota exceeded) if the address has too many attempts waiting
     */
    public Duration turn(String address, String login) {
        long now = clockNanos.getAsLong();
        long wait = wait("address " + address, ADDRESS_INTERVAL, now);
        if (wait > LONGEST_WAIT.toNanos()) {
            throw new SlipwayException(
                    ErrorCode.QUOTA_EXCEEDED, "too many wrong passwords from this address; try again later");
        }
        if (owners.getIfPresent(owner(address, login)) == null) {
            wait = Math.max(wait, Math.min(wait("login " + login, LOGIN_INTERVAL, now), LONGEST_WAIT.toNanos()));
        }
        return Duration.ofNanos(wait);
    }

    public void wrong(String address, String login) {
        fail("address " + address);
        fail("login " + login);
    }

    public void right(String address, String login) {
        owners.put(owner(address, login), true);
        lines.invalidate("address " + address);
    }

    private void fail(String key) {
        lines.asMap()
                .compute(
                        key,
                        (same, line) -> line == null
                                ? new Line(1, clockNanos.getAsLong())
                                : new Line(line.failures() + 1, line.nextNanos()));
    }

    /** Books the next turn of a line in which too many have failed. */
    private long wait(String key, Duration interval, long now) {
        long[] wait = {0};
        lines.asMap().computeIfPresent(key, (same, line) -> {
            if (line.failures() < FREE_FAILURES) {
                return line;
            }
            wait[0] = Math.max(0, line.nextNanos() - now);
            // A line that is full already does not grow: it would be full for ever.
            return wait[0] > LONGEST_WAIT.toNanos()
                    ? line
                    : new Line(line.failures(), Math.max(now, line.nextNanos()) + interval.toNanos());
        });
        return wait[0];
    }

    private static String owner(String address, String login) {
        return address + ' ' + login;
    }

    /** @param nextNanos when the next attempt may be made */
    private record Line(int failures, long nextNanos) {}
}
