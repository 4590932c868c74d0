package dev.slipway.build.runner;

import dev.slipway.kit.db.SchemaNotifications;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tells runners, here at once and in other replicas by {@code NOTIFY}, that there is work or that a job is to end. Lost signals cost a poll or a heartbeat. */
@ApplicationScoped
class DatabaseSignals implements RunnerSignals {

    private static final String WORK = "job_work";
    private static final String CANCEL = "job_cancel";

    private final SchemaNotifications notifications;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    DatabaseSignals(SchemaNotifications notifications) {
        this.notifications = notifications;
    }

    @Override
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** Jobs have become claimable. To be called after the commit. */
    void work() {
        listeners.forEach(Listener::onWork);
        notifications.notifyCoalesced(WORK);
    }

    /** A job that a runner holds is to end. To be called after the commit. */
    void cancel(UUID jobId) {
        listeners.forEach(listener -> listener.onCancel(jobId));
        notifications.notify(CANCEL, jobId.toString());
    }

    void start(@Observes StartupEvent event) {
        notifications.listen(WORK, ignored -> listeners.forEach(Listener::onWork));
        notifications.listen(CANCEL, job -> listeners.forEach(listener -> listener.onCancel(UUID.fromString(job))));
        notifications.onReconnect(() -> listeners.forEach(Listener::onWork));
    }
}
