package dev.slipway.kit.app;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/** An aggregate that Hibernate Reactive holds. */
@Entity
@Table(name = "sample")
public class SampleEntity {

    @Id
    UUID id;

    String name;

    protected SampleEntity() {}

    SampleEntity(UUID id, String name) {
        this.id = id;
        this.name = name;
    }
}
