package dev.slipway.app;

import java.util.concurrent.ThreadLocalRandom;

/** Finds real processes of the host by a number of seconds that no other process sleeps. */
public final class SleepingProcesses {

    private SleepingProcesses() {}

    public static String mark() {
        return Long.toString(ThreadLocalRandom.current().nextLong(100_000_000L, 999_999_999L));
    }

    public static long with(String mark) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .filter(arguments -> arguments.length == 1 && arguments[0].equals(mark))
                        .isPresent())
                .count();
    }
}
