package dev.slipway.gateway.password;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import dev.slipway.kit.context.CallersContext;
import dev.slipway.kit.error.SlipwayException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Argon2id (RFC 9106) with 19 MiB and two passes, OWASP's least. It costs some 50 ms of a core and its memory, so it runs on few threads of its own: a
 * flood of sign-ins waits in a short queue or is refused, and harms nobody else.
 */
@ApplicationScoped
public class PasswordHasher {

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;

    private final Argon2Function argon2 = Argon2Function.getInstance(MEMORY_KIB, PASSES, LANES, HASH_BYTES, Argon2.ID);
    private final ThreadPoolExecutor pool;

    /** Of no password: verifying against it takes as long as against any other. */
    private final String decoy;

    public PasswordHasher(
            @ConfigProperty(name = "slipway.gateway.passwords.threads", defaultValue = "1") int threads,
            @ConfigProperty(name = "slipway.gateway.passwords.queue", defaultValue = "64") int queue) {
        this.pool = new ThreadPoolExecutor(
                threads, threads, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queue), PasswordHasher::thread);
        this.decoy = hashNow("no password is this one");
    }

    @PreDestroy
    void close() {
        pool.shutdown();
    }

    /** The password's hash in Argon2's own encoding, which says its parameters and salt. */
    public Uni<String> hash(String password) {
        return run(() -> hashNow(password));
    }

    /** Whether the password has that hash. */
    public Uni<Boolean> verify(String password, String hash) {
        return run(() -> Password.check(password, hash).with(Argon2Function.getInstanceFromHash(hash)));
    }

    /** Takes as long as {@link #verify}, and is false: for logins that nobody has. */
    public Uni<Boolean> verifyNothing(String password) {
        return verify(password, decoy).replaceWith(false);
    }

    private String hashNow(String password) {
        return Password.hash(password).addRandomSalt(SALT_BYTES).with(argon2).getResult();
    }

    private <T> Uni<T> run(Supplier<T> work) {
        return CallersContext.comingBack(() -> Uni.createFrom().emitter(emitter -> {
            try {
                pool.execute(() -> {
                    try {
                        emitter.complete(work.get());
                    } catch (RuntimeException e) {
                        emitter.fail(e);
                    }
                });
            } catch (RejectedExecutionException e) {
                emitter.fail(SlipwayException.unavailable("too many passwords are being checked; try again"));
            }
        }));
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "passwords");
        thread.setDaemon(true);
        return thread;
    }
}
