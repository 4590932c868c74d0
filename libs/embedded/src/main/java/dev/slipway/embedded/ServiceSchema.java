package dev.slipway.embedded;

/**
 * A service's place in the database: a schema and the only user that may enter it.
 *
 * @param schema plain lower-case SQL name
 * @param user plain lower-case SQL name
 */
public record ServiceSchema(String schema, String user, String password) {

    public ServiceSchema {
        PostgresAdministration.requireName(schema);
        PostgresAdministration.requireName(user);
    }

    /** The schema with its customary user {@code slipway_<schema>}. */
    public static ServiceSchema named(String schema, String password) {
        return new ServiceSchema(schema, "slipway_" + schema, password);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "ServiceSchema[" + schema + ", " + user + "]";
    }
}
