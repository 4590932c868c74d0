package dev.slipway.webhook.endpoint;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Somebody's wish to hear of events. It never changes; deleted, it is kept for as long as its deliveries are listed. */
@Entity
@Table(name = "endpoint")
public class Endpoint {

    @Id
    private UUID id;

    private @Nullable String tenant;

    private String url;

    private String description;

    @Column(name = "event_types", columnDefinition = "text[]")
    private String[] eventTypes;

    private String format;

    private String policy;

    /** Encrypted. */
    private String secret;

    @Column(name = "created_by")
    private String createdBy;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "deleted_at")
    private @Nullable Instant deletedAt;

    /** For Hibernate. */
    protected Endpoint() {}

    Endpoint(UUID id, NewEndpoint wish, String encryptedSecret, String createdBy, Instant createdAt) {
        this.id = id;
        this.tenant = wish.tenant();
        this.url = wish.url().text();
        this.description = wish.description();
        this.eventTypes = wish.eventTypes().toArray(String[]::new);
        this.format = wish.format();
        this.policy = wish.policy();
        this.secret = encryptedSecret;
        this.createdBy = createdBy;
        this.createdAt = createdAt;
    }

    /** What binds an encrypted secret to its endpoint: copied to another row, it cannot be read. */
    public static String secretContext(UUID endpointId) {
        return "endpoint:" + endpointId + ":secret";
    }

    public UUID id() {
        return id;
    }

    /** The slug of the tenant whose events are wanted; null for those of every tenant. */
    public @Nullable String tenant() {
        return tenant;
    }

    public String url() {
        return url;
    }

    public String description() {
        return description;
    }

    public List<String> eventTypes() {
        return List.of(eventTypes);
    }

    public String format() {
        return format;
    }

    public String policy() {
        return policy;
    }

    public String createdBy() {
        return createdBy;
    }

    public Instant createdAt() {
        return createdAt;
    }
}
