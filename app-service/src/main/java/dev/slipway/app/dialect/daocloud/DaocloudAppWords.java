package dev.slipway.app.dialect.daocloud;

import dev.slipway.app.action.ActionKind;
import dev.slipway.events.ActionStatus;
import dev.slipway.events.AppState;

/** DaoCloud's words for apps and actions. */
final class DaocloudAppWords {

    private DaocloudAppWords() {}

    /** Upper-case, as documented; clients compare without regard to it. */
    static String state(AppState state) {
        return switch (state) {
            case STARTING -> "STARTING";
            case RUNNING -> "RUNNING";
            case STOPPING -> "STOPPING";
            case STOPPED -> "STOPPED";
            case FAILED -> "FAILED";
        };
    }

    static String state(ActionStatus status) {
        return switch (status) {
            case RUNNING -> "IN_PROCESS";
            case SUCCEEDED -> "SUCCESS";
            case FAILED -> "FAILED";
        };
    }

    static String name(ActionKind kind) {
        return switch (kind) {
            case START -> "start_app";
            case STOP -> "stop_app";
            case RESTART -> "restart_app";
        };
    }
}
