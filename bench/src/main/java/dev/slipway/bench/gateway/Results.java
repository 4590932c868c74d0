package dev.slipway.bench.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * All measurements, and the medians over the rounds. Runs beside which the machine did something else do not count, unless there was no
 * other of their kind.
 */
final class Results {

    private final Map<Key, List<Measurement>> measurements = new LinkedHashMap<>();

    void add(String contestant, int connections, Measurement measurement) {
        measurements
                .computeIfAbsent(new Key(contestant, connections), key -> new ArrayList<>())
                .add(measurement);
    }

    OptionalDouble perSecond(String contestant, int connections) {
        return median(contestant, connections, measurement -> measurement.load().perSecond());
    }

    OptionalDouble p50Micros(String contestant, int connections) {
        return median(contestant, connections, measurement -> measurement.load().p50Micros());
    }

    OptionalDouble p99Micros(String contestant, int connections) {
        return median(contestant, connections, measurement -> measurement.load().p99Micros());
    }

    OptionalDouble cpuMicros(String contestant, int connections) {
        return median(contestant, connections, Measurement::cpuMicros);
    }

    /** The most that was seen after any run. */
    OptionalDouble residentMib(String contestant) {
        return measurements.entrySet().stream()
                .filter(entry -> entry.getKey().contestant().equals(contestant))
                .flatMap(entry -> entry.getValue().stream())
                .mapToDouble(Measurement::residentMib)
                .max();
    }

    int runs() {
        return (int) all().count();
    }

    /** So many of them had the machine for themselves. */
    int quietRuns() {
        return (int) all().filter(Measurement::isQuiet).count();
    }

    /** Whether no run of this kind had the machine for itself, and its figures are those of a busy machine. */
    boolean isDisturbed(String contestant, int connections) {
        return measurements.getOrDefault(new Key(contestant, connections), List.of()).stream()
                .noneMatch(Measurement::isQuiet);
    }

    private Stream<Measurement> all() {
        return measurements.values().stream().flatMap(List::stream);
    }

    private OptionalDouble median(String contestant, int connections, ToDoubleFunction<Measurement> figure) {
        double[] sorted = counted(measurements.getOrDefault(new Key(contestant, connections), List.of()))
                .mapToDouble(figure)
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return OptionalDouble.empty();
        }
        int middle = sorted.length / 2;
        return OptionalDouble.of(sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
    }

    private static Stream<Measurement> counted(List<Measurement> rounds) {
        return rounds.stream().anyMatch(Measurement::isQuiet)
                ? rounds.stream().filter(Measurement::isQuiet)
                : rounds.stream();
    }

    private record Key(String contestant, int connections) {}
}
