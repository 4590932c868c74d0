package dev.slipway.local.command;

import dev.slipway.local.machine.Finding;
import dev.slipway.local.machine.Machine;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./slipway doctor}: exit code 1 if something is missing that Slipway does not work without. */
@Command(
        name = "doctor",
        description = "Show what this machine has, what it is used for, and which sandbox level is in force.")
public final class DoctorCommand implements Callable<Integer> {

    @Mixin
    SuiteArguments arguments;

    @Override
    public Integer call() {
        boolean unsafe = arguments.unsafeRunner || Boolean.parseBoolean(System.getenv("SLIPWAY_UNSAFE_RUNNER"));
        List<Finding> findings = new Machine(unsafe, arguments.effectiveFileRoots()).examine();
        findings.forEach(DoctorCommand::print);
        return findings.stream().anyMatch(finding -> finding.verdict() == Finding.Verdict.BROKEN) ? 1 : 0;
    }

    private static void print(Finding finding) {
        String sign = switch (finding.verdict()) {
            case GOOD -> "✔";
            case LACKING -> "–";
            case BROKEN -> "✘";
        };
        System.out.println(String.format(Locale.ROOT, "%s %-16s %s", sign, finding.subject(), finding.found()));
        System.out.println(" ".repeat(19) + finding.use());
    }
}
