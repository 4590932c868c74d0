package dev.slipway.build.runner.process;

import java.util.List;

/** The shell script that runs the commands of a step as Drone does: each is printed, then run, and the first that fails ends the step. */
final class StepScript {

    private StepScript() {}

    static String of(List<String> commands) {
        StringBuilder script = new StringBuilder("set -e\n");
        for (String command : commands) {
            // Printed literally, not by set -x, which would show what variables hold.
            script.append("printf '%s\\n' ").append(quoted("+ " + command)).append('\n');
            script.append(command).append('\n');
        }
        return script.toString();
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
