package dev.slipway.kit.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.kit.crypto.Hashes;
import dev.slipway.kit.crypto.KeyRing;
import dev.slipway.kit.db.Database;
import dev.slipway.kit.db.HibernateTransaction;
import dev.slipway.kit.db.Sessions;
import dev.slipway.kit.db.Transaction;
import dev.slipway.kit.error.SlipwayException;
import dev.slipway.kit.identity.Caller;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code Idempotency-Key} on native POSTs: for 24 hours the same key with the same body gets the same answer, without a second effect; with another
 * body, 422. The key's row, the change and its events commit together, so there is no line at which a crash would forget one of them; a
 * second request that comes while the first is at work waits for it.
 */
@ApplicationScoped
public class Idempotency {

    /** How long an answer is remembered. */
    public static final Duration RETENTION = Duration.ofHours(24);

    private static final String HEADER = "Idempotency-Key";
    private static final int KEY_MAX_CHARACTERS = 255;

    private final Database database;
    private final Sessions sessions;
    private final KeyRing keyRing;
    private final ObjectMapper json;
    private final Caller caller;
    private final CurrentVertxRequest request;

    public Idempotency(
            Database database,
            Sessions sessions,
            KeyRing keyRing,
            ObjectMapper json,
            Caller caller,
            CurrentVertxRequest request) {
        this.database = database;
        this.sessions = sessions;
        this.keyRing = keyRing;
        this.json = json;
        this.caller = caller;
        this.request = request;
    }

    /**
     * Does {@code work} once, in one transaction.
     *
     * @param body the parsed request body, which a repeat must equal; null where the request has none
     */
    public Uni<Response> once(@Nullable Object body, Function<Transaction, Uni<Answer>> work) {
        return onceAsked(asked(body), work);
    }

    /**
     * As {@link #once(Object, Function)}, for work that needs something from outside of the database first. A request that has been answered gets its
     * answer again without {@code preparation}, which may come to something else by now, or to nothing. Of two requests that come at the same time
     * both may prepare; one has the effect.
     */
    public <T> Uni<Response> onceAfter(
            @Nullable Object body, Supplier<Uni<T>> preparation, BiFunction<Transaction, T, Uni<Answer>> work) {
        IdempotencyRequest asked = asked(body);
        return answered(asked)
                .chain(earlier -> earlier.isPresent()
                        ? Uni.createFrom().item(earlier.get())
                        : preparation
                                .get()
                                .chain(prepared -> onceAsked(asked, transaction -> work.apply(transaction, prepared))));
    }

    private Uni<Optional<Response>> answered(@Nullable IdempotencyRequest asked) {
        if (asked == null) {
            return Uni.createFrom().item(Optional.empty());
        }
        return database.query(client -> IdempotencyTable.answered(client, asked))
                .map(earlier -> earlier.map(found -> replay(asked, found)));
    }

    private Uni<Response> onceAsked(@Nullable IdempotencyRequest asked, Function<Transaction, Uni<Answer>> work) {
        return database.inTransaction(transaction -> asked == null
                ? work.apply(transaction).map(this::plain)
                : IdempotencyTable.of(transaction.connection())
                        .begin(asked)
                        .chain(earlier -> earlier.isPresent()
                                ? Uni.createFrom().item(replay(asked, earlier.get()))
                                : work.apply(transaction)
                                        .chain(answer -> IdempotencyTable.of(transaction.connection())
                                                .finish(asked, answer.status(), seal(asked, answer))
                                                .replaceWith(() -> plain(answer)))));
    }

    /** As {@link #once}, for aggregates that Hibernate Reactive holds. */
    public Uni<Response> onceHibernate(@Nullable Object body, Function<HibernateTransaction, Uni<Answer>> work) {
        IdempotencyRequest asked = asked(body);
        return sessions.inTransaction(transaction -> asked == null
                ? work.apply(transaction).map(this::plain)
                : IdempotencyTable.of(transaction.session())
                        .begin(asked)
                        .chain(earlier -> earlier.isPresent()
                                ? Uni.createFrom().item(replay(asked, earlier.get()))
                                : work.apply(transaction)
                                        .chain(answer -> IdempotencyTable.of(transaction.session())
                                                .finish(asked, answer.status(), seal(asked, answer))
                                                .replaceWith(() -> plain(answer)))));
    }

    private @Nullable IdempotencyRequest asked(@Nullable Object body) {
        HttpServerRequest http = request.getCurrent().request();
        String key = http.getHeader(HEADER);
        if (key == null) {
            return null;
        }
        if (key.isBlank() || key.length() > KEY_MAX_CHARACTERS) {
            throw SlipwayException.invalid(HEADER, "must have 1 to " + KEY_MAX_CHARACTERS + " characters");
        }
        return new IdempotencyRequest(
                caller.principal().name(),
                key,
                http.method() + " " + http.path(),
                Hashes.sha256Hex(body == null ? "" : write(body)));
    }

    private Response replay(IdempotencyRequest asked, IdempotencyTable.Earlier earlier) {
        if (!earlier.request().equals(asked.request()) || !earlier.bodySha256().equals(asked.bodySha256())) {
            throw SlipwayException.unprocessable(
                    "this Idempotency-Key was used for another request in the last 24 hours; take a new one");
        }
        byte[] body = keyRing.decrypt(earlier.answer(), context(asked));
        return Response.status(earlier.status())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header("Idempotency-Replayed", "true")
                .header(Answer.OBJECT_HEADER, idIn(body))
                .entity(body)
                .build();
    }

    private String seal(IdempotencyRequest asked, Answer answer) {
        return keyRing.encrypt(write(answer.entity()), context(asked));
    }

    private static String context(IdempotencyRequest asked) {
        return "idempotency:" + asked.principal() + ":" + asked.key();
    }

    private Response plain(Answer answer) {
        byte[] body = write(answer.entity()).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return Response.status(answer.status())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header(Answer.OBJECT_HEADER, idIn(body))
                .entity(body)
                .build();
    }

    /** Null, and so no header, where the answer has none. */
    private @Nullable String idIn(byte[] body) {
        try {
            return json.readTree(body).path("id").textValue();
        } catch (IOException e) {
            throw new IllegalStateException("an answer that was written as JSON is none", e);
        }
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "cannot write " + value.getClass().getSimpleName() + " as JSON", e);
        }
    }
}
