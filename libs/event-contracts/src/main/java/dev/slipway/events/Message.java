package dev.slipway.events;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.UUID;

/** What travels over Kafka: a {@link Command}, which asks for something, or an {@link Event}, which tells of something that happened. */
public sealed interface Message permits Command, Event {

    /** The id of the aggregate that this message is about; the Kafka key, so that messages about one aggregate keep their order. */
    @JsonIgnore
    UUID aggregateId();
}
