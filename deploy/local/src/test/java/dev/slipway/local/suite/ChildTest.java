package dev.slipway.local.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.embedded.ServerStartException;
import dev.slipway.local.data.Phase;
import dev.slipway.sandbox.ProcessIdentity;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ChildTest {

    private final FakeServer server = new FakeServer();
    private final Child child = new Child(server, () -> {});

    @Test
    void aChildThatDiesIsStartedAgainAndCounted() {
        child.start().join();

        // When
        server.current().end();

        // Then
        await().untilAsserted(() -> {
            assertThat(child.state().state()).isEqualTo(Phase.READY);
            assertThat(child.state().restarts()).isEqualTo(1);
        });
        assertThat(server.starts.get()).isEqualTo(2);
        child.stop();
    }

    @Test
    void aChildThatCannotStartTheFirstTimeIsNotTriedAgain() {
        server.failures.add("no such jar");

        // When, Then
        assertThatThrownBy(() -> child.start().join())
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("no such jar");
        assertThat(child.state().state()).isEqualTo(Phase.FAILED);
        assertThat(child.state().note()).isEqualTo("no such jar");
        assertThat(server.starts.get()).isEqualTo(1);
    }

    @Test
    void aChildThatFailsToStartAgainIsTriedUntilItDoes() {
        child.start().join();
        server.failures.add("the database is away");
        server.failures.add("the database is still away");

        // When
        server.current().end();

        // Then
        await().untilAsserted(() -> assertThat(server.starts.get()).isEqualTo(4));
        await().untilAsserted(() -> assertThat(child.state().state()).isEqualTo(Phase.READY));
        child.stop();
    }

    @Test
    void aBugInAStartIsAFailureLikeAnyOther() {
        child.start().join();
        server.bugs.add(new NumberFormatException("For input string: \"\""));

        // When
        server.current().end();

        // Then
        await().untilAsserted(() -> assertThat(server.starts.get()).isEqualTo(3));
        await().untilAsserted(() -> assertThat(child.state().state()).isEqualTo(Phase.READY));
        child.stop();
    }

    @Test
    void aBugInTheFirstStartIsTold() {
        server.bugs.add(new IllegalStateException());

        // When, Then
        assertThatThrownBy(() -> child.start().join()).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(child.state().state()).isEqualTo(Phase.FAILED);
        assertThat(child.state().note()).isEqualTo("java.lang.IllegalStateException");
    }

    @Test
    void aStoppedChildStaysStopped() {
        child.start().join();

        // When
        child.stop();

        // Then
        assertThat(child.state().state()).isEqualTo(Phase.STOPPED);
        assertThat(server.current().stopped).isTrue();
        assertThat(server.starts.get()).isEqualTo(1);
    }

    /** Starts whatever it is told to, or fails with the next failure. */
    private static final class FakeServer implements Server {

        private final AtomicInteger starts = new AtomicInteger();
        private final Queue<String> failures = new ArrayDeque<>();
        private final Queue<RuntimeException> bugs = new ArrayDeque<>();
        private volatile FakeRunning current;

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public int port() {
            return 1;
        }

        @Override
        public Running start(Consumer<ProcessIdentity> spawned) {
            starts.incrementAndGet();
            String failure = failures.poll();
            if (failure != null) {
                throw new ServerStartException(failure);
            }
            RuntimeException bug = bugs.poll();
            if (bug != null) {
                throw bug;
            }
            current = new FakeRunning();
            return current;
        }

        @Override
        public void cancelStart() {}

        FakeRunning current() {
            return current;
        }
    }

    private static final class FakeRunning implements Server.Running {

        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile boolean stopped;

        void end() {
            ended.countDown();
        }

        @Override
        public String awaitEnd() throws InterruptedException {
            ended.await();
            return "ended with 137";
        }

        @Override
        public void stop() {
            stopped = true;
            ended.countDown();
        }
    }
}
