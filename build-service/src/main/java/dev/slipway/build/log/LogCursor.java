package dev.slipway.build.log;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.slipway.kit.error.SlipwayException;
import java.util.Base64;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far a follower has read each job of a build's attempt. Its text is the opaque id of an entry: whoever comes back with it misses
 * nothing and gets nothing twice, also with jobs side by side, also from another replica.
 *
 * @param places by the job's number; a job that is not there has not been begun
 * @param ended whether the follower has been told of the end
 */
record LogCursor(int attempt, SortedMap<Integer, LogPlace> places, boolean ended) {

    private static final int MAX_LENGTH = 2000;

    LogCursor {
        places = new TreeMap<>(places);
    }

    static LogCursor start(int attempt) {
        return new LogCursor(attempt, new TreeMap<>(), false);
    }

    LogPlace place(int job) {
        return places.getOrDefault(job, LogPlace.START);
    }

    LogCursor after(LogLine line) {
        SortedMap<Integer, LogPlace> moved = new TreeMap<>(places);
        moved.put(line.job(), LogPlace.after(line));
        return new LogCursor(attempt, moved, false);
    }

    LogCursor atEnd() {
        return new LogCursor(attempt, places, true);
    }

    /** {@code attempt.ended(.job.step.line)*} in base64url. */
    String id() {
        StringBuilder text = new StringBuilder().append(attempt).append('.').append(ended ? 1 : 0);
        places.forEach((job, place) -> text.append('.')
                .append(job)
                .append('.')
                .append(place.step())
                .append('.')
                .append(place.line()));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.toString().getBytes(US_ASCII));
    }

    /** @throws SlipwayException (invalid) if it is not an id that was given out */
    static LogCursor parse(String id) {
        if (id.length() > MAX_LENGTH) {
            throw notAnId();
        }
        try {
            String[] numbers = new String(Base64.getUrlDecoder().decode(id), US_ASCII).split("\\.", -1);
            SortedMap<Integer, LogPlace> places = new TreeMap<>();
            for (int next = 2; next < numbers.length; next += 3) {
                places.put(number(numbers[next]), new LogPlace(number(numbers[next + 1]), number(numbers[next + 2])));
            }
            return new LogCursor(number(numbers[0]), places, number(numbers[1]) == 1);
        } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
            throw notAnId();
        }
    }

    private static int number(String text) {
        int number = Integer.parseInt(text);
        if (number < 0) {
            throw new IllegalArgumentException("negative");
        }
        return number;
    }

    private static SlipwayException notAnId() {
        return SlipwayException.invalid("Last-Event-ID", "must be the id of an event of this log, as it was sent");
    }
}
