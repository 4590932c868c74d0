package dev.slipway.bench.gateway;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** The service behind all contestants: answers everything with the same small JSON, and is the ceiling when it is asked directly. */
final class FixedUpstream implements Contestant, Belongings.Belonging {

    private static final Buffer BODY = Buffer.buffer("""
            {"id":"0193a1f2-7c55-7e19-9d0a-6f1f4a7c2b11","name":"sample","repository":"bench/sample","default_branch":"main"}""");
    private static final int END_SECONDS = 10;

    private final Vertx vertx;
    private final int port;

    private FixedUpstream(Vertx vertx, int port) {
        this.vertx = vertx;
        this.port = port;
    }

    /** Listens on the loopback interface with an event loop per core. */
    static FixedUpstream start(int port) throws InterruptedException, ExecutionException {
        FixedUpstream upstream = new FixedUpstream(Vertx.vertx(), port);
        upstream.vertx
                .deployVerticle(
                        () -> new Answering(port),
                        new DeploymentOptions()
                                .setInstances(Runtime.getRuntime().availableProcessors()))
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        return upstream;
    }

    @Override
    public String name() {
        return "upstream, directly";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public double residentMib() {
        return 0;
    }

    @Override
    public long cpuNanos() {
        return 0;
    }

    @Override
    public void close() {
        CountDownLatch closed = new CountDownLatch(1);
        vertx.close().onComplete(done -> closed.countDown());
        try {
            closed.await(END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Answering extends AbstractVerticle {

        private final int port;

        Answering(int port) {
            this.port = port;
        }

        @Override
        public void start(Promise<Void> started) {
            vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(port))
                    .requestHandler(request -> request.response()
                            .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                            .end(BODY))
                    .listen()
                    .<Void>mapEmpty()
                    .onComplete(started);
        }
    }
}
