package dev.slipway.local.suite;

import dev.slipway.embedded.EmbeddedPostgres;
import dev.slipway.embedded.PostgresOptions;
import dev.slipway.sandbox.ProcessIdentity;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** The embedded PostgreSQL. */
final class PostgresServer implements Server {

    private final PostgresOptions options;
    private final Consumer<EmbeddedPostgres> prepare;

    /**
     * @param options with a fixed port
     * @param prepare makes the database, users and schemas; repeated at every start
     */
    PostgresServer(PostgresOptions options, Consumer<EmbeddedPostgres> prepare) {
        this.options = options;
        this.prepare = prepare;
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public int port() {
        return options.port();
    }

    @Override
    public Running start(Consumer<ProcessIdentity> spawned) {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(options);
        ProcessIdentity.of(postgres.pid()).ifPresent(spawned);
        prepare.accept(postgres);
        return new RunningPostgres(postgres);
    }

    @Override
    public void cancelStart() {
        // It is ready, or has failed, within seconds.
    }

    private record RunningPostgres(EmbeddedPostgres postgres) implements Running {

        @Override
        public String awaitEnd() throws InterruptedException {
            CountDownLatch ended = new CountDownLatch(1);
            postgres.onExit().thenRun(ended::countDown);
            ended.await();
            return "ended";
        }

        @Override
        public void stop() {
            postgres.close();
        }
    }
}
