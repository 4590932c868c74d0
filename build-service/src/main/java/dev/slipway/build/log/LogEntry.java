package dev.slipway.build.log;

/** What a follower of a log gets: lines, and at last the end. Each has an opaque id at which a reader can go on after a reconnect. */
public sealed interface LogEntry {

    String id();

    record Line(String id, LogLine line) implements LogEntry {}

    /** After the last line of a build that is over. */
    record End(String id) implements LogEntry {}
}
