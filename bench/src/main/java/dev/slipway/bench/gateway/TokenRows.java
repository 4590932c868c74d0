package dev.slipway.bench.gateway;

import dev.slipway.embedded.PostgresAdministration;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Access tokens, put straight into the gateway's table: a hundred thousand of them through its API would take as long as the measurement. */
final class TokenRows {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int TOKEN_BYTES = 32;

    private static final String USERS =
            "INSERT INTO principal (id, login) SELECT gen_random_uuid(), 'bench-' || i FROM generate_series(0, ?) i";

    /** The i-th hash, counted from 1, belongs to the user numbered (i - 1) / $2. */
    private static final String TOKENS = """
            INSERT INTO token (id, principal_id, description, sha256, scopes)
            SELECT gen_random_uuid(), p.id, 'bench', t.sha256, ARRAY['read']
            FROM unnest(?::text[]) WITH ORDINALITY t (sha256, i) JOIN principal p ON p.login = 'bench-' || (t.i - 1) / ?
            """;

    private TokenRows() {}

    /** Values of new tokens, in the form of the gateway's own. */
    static List<String> newValues(int count) {
        return Stream.generate(TokenRows::newValue).limit(count).toList();
    }

    /** Makes users {@code bench-0} and up, and gives each so many of the tokens, with the right to read. */
    static void insert(
            PostgresAdministration administration,
            String database,
            String schema,
            List<String> values,
            int tokensPerPrincipal)
            throws SQLException {
        try (Connection connection = administration.connect(database);
                Statement statement = connection.createStatement();
                PreparedStatement users = connection.prepareStatement(USERS);
                PreparedStatement tokens = connection.prepareStatement(TOKENS)) {
            connection.setSchema(schema);
            users.setInt(1, (values.size() - 1) / tokensPerPrincipal);
            users.executeUpdate();
            Array hashes = connection.createArrayOf(
                    "text", values.stream().map(TokenRows::sha256).toArray());
            tokens.setArray(1, hashes);
            tokens.setInt(2, tokensPerPrincipal);
            int made = tokens.executeUpdate();
            if (made != values.size()) {
                throw new SQLException(made + " rows were made for " + values.size() + " tokens");
            }
            statement.execute("ANALYZE principal, token");
        }
    }

    private static String newValue() {
        byte[] bytes = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(bytes);
        return "slp_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String sha256(String value) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
