package dev.slipway.local.demo;

import org.jspecify.annotations.Nullable;

/** What one step of the demo leaves for the next. */
final class DemoState {

    @Nullable
    SampleRepository repository;

    String flowId = "";
    String buildId = "";
    long serial;
    long number;
    int logLines;

    SampleRepository repository() {
        SampleRepository made = repository;
        if (made == null) {
            throw new DemoFailure("There is no repository");
        }
        return made;
    }
}
