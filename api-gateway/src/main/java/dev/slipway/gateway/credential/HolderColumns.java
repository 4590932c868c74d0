package dev.slipway.gateway.credential;

import dev.slipway.dialects.ApiClass;
import dev.slipway.dialects.Dialect;
import dev.slipway.gateway.account.Users;
import dev.slipway.kit.identity.Scope;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How the tables of credentials say whose they are and what they are good for. */
public final class HolderColumns {

    /** Of the principal {@code p}. A disabled one holds nothing: say {@link #ENABLED} too. */
    public static final String PRINCIPAL = """
            p.login, p.administrator,
            (SELECT coalesce(jsonb_object_agg(m.tenant, m.role), '{}') FROM membership m WHERE m.principal_id = p.id) AS tenants
            """;

    public static final String ENABLED = " p.disabled_at IS NULL ";

    private HolderColumns() {}

    /** The row's principal, holding a credential that may do all that the principal may, everywhere, for ever. */
    public static CredentialHolder holder(Row row, String credentialId) {
        return new CredentialHolder(
                credentialId,
                row.getString("login"),
                row.getBoolean("administrator"),
                Users.roles(row.getJsonObject("tenants")),
                Set.of(Scope.values()),
                Set.of(),
                Map.of(),
                null);
    }

    public static Set<Scope> scopes(Row row) {
        return Arrays.stream(row.getArrayOfStrings("scopes"))
                .map(Scope::ofWord)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Empty where the column is null: all of them. */
    public static Set<Dialect> dialects(Row row) {
        String[] words = row.getArrayOfStrings("dialects");
        return words == null
                ? Set.of()
                : Arrays.stream(words).map(Dialect::ofWord).collect(Collectors.toUnmodifiableSet());
    }

    public static Map<ApiClass, Long> limits(Row row) {
        Map<ApiClass, Long> limits = new EnumMap<>(ApiClass.class);
        JsonObject stored = row.getJsonObject("limits");
        stored.fieldNames()
                .forEach(word -> limits.put(ApiClass.valueOf(word.toUpperCase(Locale.ROOT)), stored.getLong(word)));
        return limits;
    }

    public static @Nullable Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }
}
