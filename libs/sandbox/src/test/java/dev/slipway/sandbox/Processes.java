package dev.slipway.sandbox;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Finds real processes of the host by a mark in their command line. */
final class Processes {

    private Processes() {}

    /** A number of seconds that no other process sleeps. */
    static String mark() {
        return Long.toString(ThreadLocalRandom.current().nextLong(100_000_000L, 999_999_999L));
    }

    /** Living processes that sleep for the mark; shells that merely name it are not meant. */
    static List<ProcessHandle> sleeping(String mark) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .filter(arguments -> arguments.length == 1 && arguments[0].equals(mark))
                        .isPresent())
                .filter(process -> ProcessIdentity.of(process.pid()).isPresent())
                .toList();
    }
}
