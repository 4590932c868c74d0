package dev.slipway.build.flow;

import dev.slipway.kit.db.Ids;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A source repository that can be built.
 *
 * <p>The counter of its builds stands in the same row but is none of this entity's columns: accepting a build raises it in a statement of
 * its own, and must not collide with somebody who changes the configuration.
 */
@Entity
@Table(name = "flow")
public class Flow {

    @Id
    private UUID id;

    @Column(nullable = false, updatable = false)
    private long serial;

    @Column(nullable = false, updatable = false)
    private String owner;

    @Column(nullable = false, updatable = false)
    private String name;

    @Column(name = "display_name", nullable = false)
    private String displayName;

    @Column(name = "source_url", nullable = false)
    private String sourceUrl;

    @Column(nullable = false)
    private String provider;

    @Column(name = "default_branch", nullable = false)
    private String defaultBranch;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private Visibility visibility;

    @Column(name = "definition_path")
    private @Nullable String definitionPath;

    @Column(name = "time_limit_seconds", nullable = false)
    private int timeLimitSeconds;

    @Version
    @Column(nullable = false)
    private long version;

    @Column(name = "created_by", nullable = false, updatable = false)
    private String createdBy;

    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    @Column(name = "updated_at", nullable = false)
    private Instant updatedAt;

    @Column(name = "deleted_at")
    private @Nullable Instant deletedAt;

    /** For Hibernate. */
    protected Flow() {}

    static Flow register(NewFlow wanted, long serial, String principal, Instant now) {
        Flow flow = new Flow();
        flow.id = Ids.newId();
        flow.serial = serial;
        flow.owner = wanted.repository().owner();
        flow.name = wanted.repository().name();
        flow.displayName = wanted.displayName();
        flow.sourceUrl = wanted.sourceUrl();
        flow.provider = wanted.provider();
        flow.defaultBranch = wanted.defaultBranch();
        flow.visibility = wanted.visibility();
        flow.definitionPath = wanted.definitionPath();
        flow.timeLimitSeconds = wanted.timeLimitSeconds();
        flow.createdBy = principal;
        flow.createdAt = now;
        flow.updatedAt = now;
        return flow;
    }

    void delete(Instant now) {
        deletedAt = now;
        updatedAt = now;
    }

    public UUID id() {
        return id;
    }

    public long serial() {
        return serial;
    }

    /** The tenant that it belongs to, and the repository's name there. */
    public RepositoryName repository() {
        return new RepositoryName(owner, name);
    }

    public String owner() {
        return owner;
    }

    public String displayName() {
        return displayName;
    }

    public String sourceUrl() {
        return sourceUrl;
    }

    /** Who hosts the repository: github, gitlab …, or git. */
    public String provider() {
        return provider;
    }

    public String defaultBranch() {
        return defaultBranch;
    }

    public Visibility visibility() {
        return visibility;
    }

    /** The file that defines its builds; null to look for the usual ones. */
    public @Nullable String definitionPath() {
        return definitionPath;
    }

    public int timeLimitSeconds() {
        return timeLimitSeconds;
    }

    public long version() {
        return version;
    }

    public String createdBy() {
        return createdBy;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant updatedAt() {
        return updatedAt;
    }

    boolean isDeleted() {
        return deletedAt != null;
    }
}
