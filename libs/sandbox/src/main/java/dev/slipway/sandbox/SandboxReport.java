package dev.slipway.sandbox;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the probe found.
 *
 * @param level the level in force; empty when no rung works and running without was not allowed
 * @param refusals for every rung that was tried and does not work here, why
 */
public record SandboxReport(Optional<SandboxLevel> level, Map<SandboxLevel, String> refusals) {

    public SandboxReport {
        refusals = Map.copyOf(refusals);
    }

    /** One line for people: the level in force and why the stronger ones are not. */
    public String summary() {
        String reasons = refusals.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(refusal -> refusal.getKey() + ": " + refusal.getValue())
                .collect(Collectors.joining("; "));
        String inForce = level.map(SandboxLevel::name).orElse("no sandbox");
        return reasons.isEmpty() ? inForce : inForce + " (" + reasons + ")";
    }
}
