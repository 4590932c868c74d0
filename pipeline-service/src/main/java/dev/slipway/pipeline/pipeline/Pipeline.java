package dev.slipway.pipeline.pipeline;

import dev.slipway.kit.db.Ids;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Stages that build flows, one stage after another.
 *
 * <p>The counter of its runs stands in the same row but is none of this entity's columns: starting a run raises it in a statement of
 * its own. Deleting is such a statement too, in the transaction that cancels the runs.
 */
@Entity
@Table(name = "pipeline")
public class Pipeline {

    @Id
    private UUID id;

    @Column(nullable = false, updatable = false)
    private String owner;

    @Column(nullable = false, updatable = false)
    private String name;

    @Convert(converter = StagesConverter.class)
    @Column(nullable = false)
    private List<StageDefinition> stages;

    @Column(name = "created_by", nullable = false, updatable = false)
    private String createdBy;

    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    @Column(name = "deleted_at", insertable = false, updatable = false)
    private @Nullable Instant deletedAt;

    /** For Hibernate. */
    protected Pipeline() {}

    static Pipeline create(NewPipeline wanted, String principal, Instant now) {
        Pipeline pipeline = new Pipeline();
        pipeline.id = Ids.newId();
        pipeline.owner = wanted.owner();
        pipeline.name = wanted.name();
        pipeline.stages = wanted.stages();
        pipeline.createdBy = principal;
        pipeline.createdAt = now;
        return pipeline;
    }

    public UUID id() {
        return id;
    }

    /** The slug of the tenant that it belongs to. */
    public String owner() {
        return owner;
    }

    public String name() {
        return name;
    }

    public List<StageDefinition> stages() {
        return stages;
    }

    public String createdBy() {
        return createdBy;
    }

    public Instant createdAt() {
        return createdAt;
    }

    boolean isDeleted() {
        return deletedAt != null;
    }
}
