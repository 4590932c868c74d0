package dev.slipway.kit.guarantees;

/** Whether the long tables run ({@code -Pchaos}) or their short form. */
final class Chaos {

    private static final boolean LONG = Boolean.getBoolean("slipway.chaos");

    private Chaos() {}

    static int rounds(int shortForm, int longForm) {
        return LONG ? longForm : shortForm;
    }
}
