package dev.slipway.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;

/**
 * What is done as the administrator of a PostgreSQL server: databases, and for every service a user with a schema of its own that no
 * other service's user may enter. Everything may be repeated: what exists is kept, a password is set anew.
 *
 * @param user a superuser, or a user with CREATEDB and CREATEROLE
 */
public record PostgresAdministration(String host, int port, String user, String password) {

    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
    private static final String MAINTENANCE_DATABASE = "postgres";

    /** {@code postgresql://host:port/database}, as the services take it. */
    public String url(String database) {
        return "postgresql://" + host + ":" + port + "/" + database;
    }

    public String jdbcUrl(String database) {
        return "jdbc:" + url(database);
    }

    /** A connection as this administrator. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), user, password);
    }

    /** Makes the database if there is none; nobody but its owner and the services' users may connect. */
    public void createDatabase(String database) {
        requireName(database);
        run(MAINTENANCE_DATABASE, statement -> {
            if (!exists(statement.getConnection(), "SELECT 1 FROM pg_database WHERE datname = ?", database)) {
                statement.execute("CREATE DATABASE " + database);
            }
        });
        run(database, statement -> statement.execute("REVOKE ALL ON DATABASE " + database + " FROM PUBLIC"));
    }

    /** Drops the database, ending the connections to it. */
    public void dropDatabase(String database) {
        requireName(database);
        run(
                MAINTENANCE_DATABASE,
                statement -> statement.execute("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)"));
    }

    /** Makes the service's user and the schema that it owns. */
    public void createService(String database, ServiceSchema service) {
        run(database, statement -> {
            String role = service.user();
            if (!exists(statement.getConnection(), "SELECT 1 FROM pg_roles WHERE rolname = ?", role)) {
                statement.execute("CREATE ROLE " + role + " LOGIN");
            }
            statement.execute(
                    "ALTER ROLE " + role + " PASSWORD '" + service.password().replace("'", "''") + "'");
            statement.execute("GRANT CONNECT ON DATABASE " + database + " TO " + role);
            // An administrator who is no superuser may only give a schema to a role that it belongs to.
            statement.execute("GRANT " + role + " TO CURRENT_USER");
            statement.execute("CREATE SCHEMA IF NOT EXISTS " + service.schema() + " AUTHORIZATION " + role);
            statement.execute(
                    "ALTER ROLE " + role + " IN DATABASE " + database + " SET search_path = " + service.schema());
        });
    }

    static String requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Not a plain lower-case SQL name: " + name);
        }
        return name;
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query)) {
            select.setString(1, name);
            return select.executeQuery().next();
        }
    }

    private void run(String database, Work work) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            work.with(statement);
        } catch (SQLException failed) {
            throw new ServerStartException(
                    "PostgreSQL at " + url(database) + " (user " + user + "): " + failed.getMessage(), failed);
        }
    }

    private interface Work {
        void with(Statement statement) throws SQLException;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "PostgresAdministration[" + user + "@" + host + ":" + port + "]";
    }
}
