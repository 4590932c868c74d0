package dev.slipway.build.log;

/** A place in the log of a job: the next line to be read. */
record LogPlace(int step, int line) {

    static final LogPlace START = new LogPlace(0, 0);

    static LogPlace after(LogLine line) {
        return new LogPlace(line.step(), line.number() + 1);
    }
}
