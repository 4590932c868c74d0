package dev.slipway.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {

    private static final Path BINARIES = Path.of("target/postgres");

    @TempDir
    private Path folder;

    @Test
    void aServiceUserOwnsItsSchemaAndMayNotEnterAnothers() throws SQLException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(options())) {
            PostgresAdministration administration = postgres.administration();
            administration.createDatabase("slipway");
            ServiceSchema build = ServiceSchema.named("build", "secret-of-build");
            administration.createService("slipway", build);
            administration.createService("slipway", ServiceSchema.named("app", "secret-of-app"));

            // When
            try (Connection connection = connect(postgres, build);
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE flow (id int)");

                // Then
                assertThat(schemaOf("flow", statement)).isEqualTo("build");
                assertThatThrownBy(() -> statement.execute("CREATE TABLE app.stolen (id int)"))
                        .hasMessageContaining("permission denied for schema app");
                assertThatThrownBy(() -> statement.execute("CREATE TABLE public.shared (id int)"))
                        .hasMessageContaining("permission denied for schema public");
            }
        }
    }

    @Test
    void aWrongPasswordIsRefused() {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(options())) {
            postgres.administration().createDatabase("slipway");
            postgres.administration().createService("slipway", ServiceSchema.named("build", "right"));

            // When, Then
            assertThatThrownBy(() -> connect(postgres, ServiceSchema.named("build", "wrong")))
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void everythingIsMadeAgainWithoutHarm() throws SQLException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(options())) {
            PostgresAdministration administration = postgres.administration();
            administration.createDatabase("slipway");
            administration.createService("slipway", ServiceSchema.named("build", "first"));

            // When
            administration.createDatabase("slipway");
            administration.createService("slipway", ServiceSchema.named("build", "sec'ond"));

            // Then
            try (Connection connection = connect(postgres, ServiceSchema.named("build", "sec'ond"))) {
                assertThat(connection.isValid(1)).isTrue();
            }
        }
    }

    @Test
    void committedRowsSurviveAStopAndAKill() throws SQLException {
        try (EmbeddedPostgres first = EmbeddedPostgres.start(options())) {
            insert(first, 1);
        }
        EmbeddedPostgres second = EmbeddedPostgres.start(options());
        insert(second, 2);

        // When
        second.kill();

        // Then
        assertThat(second.isAlive()).isFalse();
        try (EmbeddedPostgres third = EmbeddedPostgres.start(options())) {
            assertThat(rows(third)).isEqualTo(2);
        }
    }

    @Test
    void aStartEndsTheServerThatAKilledRunLeftBehind() throws SQLException {
        EmbeddedPostgres orphan = EmbeddedPostgres.start(options());
        insert(orphan, 1);
        long orphanPid = orphan.pid();

        // When
        try (EmbeddedPostgres successor = EmbeddedPostgres.start(options())) {

            // Then
            assertThat(rows(successor)).isEqualTo(1);
            assertThat(successor.pid()).isNotEqualTo(orphanPid);
            assertThat(ProcessHandle.of(orphanPid).filter(ProcessHandle::isAlive))
                    .isEmpty();
        }
    }

    @Test
    void aServerThatIsToEndWithItsParentEndsWhenThePipeCloses() throws Exception {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(options().endingWithParent());
        long pid = postgres.pid();

        // When
        postgres.closePipe();

        // Then
        postgres.onExit().get(20, TimeUnit.SECONDS);
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void secretsAreForTheirOwnerAlone() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(options())) {

            // When
            Path password = folder.resolve("superuser.password");

            // Then
            assertThat(postgres.isAlive()).isTrue();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(password)))
                    .isEqualTo("rw-------");
            assertThat(folder.resolve("init.password")).doesNotExist();
        }
    }

    @Test
    void aTakenPortIsSaidClearly() {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(options())) {
            PostgresOptions samePort =
                    PostgresOptions.in(BINARIES, folder.resolve("second")).onPort(postgres.port());

            // When, Then
            assertThatThrownBy(() -> EmbeddedPostgres.start(samePort))
                    .isInstanceOf(ServerStartException.class)
                    .hasMessageContaining("Address already in use");
        }
    }

    private PostgresOptions options() {
        return PostgresOptions.in(BINARIES, folder);
    }

    private static Connection connect(EmbeddedPostgres postgres, ServiceSchema service) throws SQLException {
        return DriverManager.getConnection(
                postgres.administration().jdbcUrl("slipway"), service.user(), service.password());
    }

    private static void insert(EmbeddedPostgres postgres, int id) throws SQLException {
        try (Connection connection = postgres.administration().connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS kept (id int)");
            statement.execute("INSERT INTO kept VALUES (" + id + ")");
        }
    }

    private static int rows(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection = postgres.administration().connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM kept")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static String schemaOf(String table, Statement statement) throws SQLException {
        try (ResultSet rows =
                statement.executeQuery("SELECT schemaname FROM pg_tables WHERE tablename = '" + table + "'")) {
            rows.next();
            return rows.getString(1);
        }
    }
}
