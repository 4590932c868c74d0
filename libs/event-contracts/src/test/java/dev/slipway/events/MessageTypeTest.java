package dev.slipway.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MessageTypeTest {

    @Test
    void everyCommandAndEventHasItsType() {
        // When
        List<Class<?>> records = Stream.of(Command.class, Event.class)
                .<Class<?>>flatMap(parent -> Arrays.stream(parent.getPermittedSubclasses()))
                .toList();

        // Then
        assertThat(Arrays.stream(MessageType.values()).<Class<?>>map(MessageType::record))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(records);
    }

    @ParameterizedTest
    @EnumSource(MessageType.class)
    void aTypeIsFoundByItsNameWhichEndsInItsVersion(MessageType type) {
        assertThat(type.type()).matches("dev\\.slipway\\.[a-z]+\\.[a-z_]+\\.v[1-9]");
        assertThat(MessageType.ofType(type.type())).contains(type);
        assertThat(type.record()).isRecord();
    }

    @ParameterizedTest
    @EnumSource(MessageType.class)
    void aCommandTravelsOnATopicOfCommandsAndAnEventOnOneOfEvents(MessageType type) {
        String kind = Command.class.isAssignableFrom(type.record()) ? ".commands." : ".events.";

        // When, Then
        assertThat(type.topic().topicName()).contains(kind);
    }

    @Test
    void aTypeThatNobodyHasIsNotFound() {
        assertThat(MessageType.ofType("dev.slipway.build.queued.v2")).isEmpty();
    }

    @Test
    void everyTopicHasAName() {
        assertThat(Arrays.stream(Topic.values()).map(Topic::topicName))
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(name).matches("slipway\\.[a-z]+\\.(commands|events)\\.v[1-9]"));
    }
}
