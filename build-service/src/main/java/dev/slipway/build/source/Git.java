package dev.slipway.build.source;

import dev.slipway.events.BuildSnapshot;
import dev.slipway.events.GitRef;
import dev.slipway.kit.context.CallersContext;
import dev.slipway.kit.net.OutboundAddresses;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The repositories that flows name. */
@ApplicationScoped
public class Git {

    /** Questions that wait for a free thread; one that finds no place is answered as slow at once. */
    private static final int MAX_WAITING = 1000;

    private final RefLookup lookup;
    private final SourceFetch fetch;
    private final Duration resolveLimit;
    private final Duration cloneLimit;
    private final ThreadPoolExecutor threads;

    /**
     * @param program the git to run
     * @param fileRoots folders below which file URLs may be cloned; none by default, for such a URL names a path of this machine
     * @param resolveLimit how long a caller waits for a repository to say what a branch stands for
     * @param cloneLimit how long fetching the source may take
     * @param resolvers how many repositories are asked at once
     */
    public Git(
            @ConfigProperty(name = "slipway.build.source.git", defaultValue = "git") String program,
            @ConfigProperty(name = "slipway.build.source.file-roots") Optional<List<Path>> fileRoots,
            @ConfigProperty(name = "slipway.build.source.resolve-limit", defaultValue = "5s") Duration resolveLimit,
            @ConfigProperty(name = "slipway.build.source.clone-limit", defaultValue = "10m") Duration cloneLimit,
            @ConfigProperty(name = "slipway.build.source.resolvers", defaultValue = "8") int resolvers,
            @ConfigProperty(name = "slipway.data.dir", defaultValue = ".slipway/data") Path dataFolder,
            OutboundAddresses addresses)
            throws IOException {
        Path home = dataFolder.toAbsolutePath().resolve("build/git");
        GitProcess git = new GitProcess(program, home);
        GitRemotes remotes = new GitRemotes(
                new FileRoots(absolute(fileRoots.orElse(List.of()))), addresses::isAllowed, InetAddress::getAllByName);
        this.lookup = new RefLookup(git, remotes, home);
        this.fetch = new SourceFetch(git, remotes);
        this.resolveLimit = resolveLimit;
        this.cloneLimit = cloneLimit;
        this.threads = new ThreadPoolExecutor(
                resolvers, resolvers, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_WAITING), task -> {
                    Thread thread = new Thread(task, "git-resolver");
                    thread.setDaemon(true);
                    return thread;
                });
        this.threads.allowCoreThreadTimeOut(true);
    }

    /**
     * What a ref stands for now, within a deadline. A full commit id is taken at its word: whether it exists is found out when it is fetched.
     *
     * @return answers on the Vert.x context of the subscriber, if it has one
     * @throws SourceException (as the Uni's failure) INVALID if this URL is never fetched here
     */
    public Uni<RefAnswer> resolve(SourceUrl url, GitRef ref) {
        if (!RefNames.isValid(ref)) {
            return Uni.createFrom().item(new RefAnswer.Unknown());
        }
        if (ref.kind() == GitRef.Kind.SHA) {
            return Uni.createFrom().item(new RefAnswer.Found(ref.name()));
        }
        return CallersContext.comingBack(() -> ask(url, ref));
    }

    private Uni<RefAnswer> ask(SourceUrl url, GitRef ref) {
        long deadline = System.nanoTime() + resolveLimit.toNanos();
        return Uni.createFrom()
                .item(() -> find(url, ref, deadline))
                .runSubscriptionOn(threads)
                .onFailure(RejectedExecutionException.class)
                .recoverWithItem(new RefAnswer.Slow())
                .ifNoItem()
                .after(resolveLimit)
                .recoverWithItem(new RefAnswer.Slow());
    }

    /**
     * Fetches one commit into a folder, without history where the server allows that. Blocks; interrupting the thread ends it.
     *
     * @param directory empty or absent
     * @return what git says of the commit that is now checked out
     * @throws SourceException of any kind
     */
    public BuildSnapshot.Commit checkout(SourceUrl url, GitRef ref, Path directory) throws InterruptedException {
        if (!RefNames.isValid(ref)) {
            throw new SourceException(SourceException.Kind.INVALID, "git allows no such name of a branch or tag");
        }
        return fetch.fetch(url, commitOf(ref), directory, cloneLimit);
    }

    private RefAnswer find(SourceUrl url, GitRef ref, long deadline) {
        long remaining = deadline - System.nanoTime();
        if (remaining <= 0) {
            return new RefAnswer.Slow();
        }
        try {
            return lookup.find(url, ref, Duration.ofNanos(remaining));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return new RefAnswer.Slow();
        }
    }

    private static List<Path> absolute(List<Path> paths) {
        return paths.stream().map(path -> path.toAbsolutePath().normalize()).toList();
    }

    private static GitRef commitOf(GitRef ref) {
        return ref.kind() == GitRef.Kind.SHA ? ref.withSha(ref.name()) : ref;
    }

    void stop(@Observes ShutdownEvent event) {
        threads.shutdownNow();
    }
}
