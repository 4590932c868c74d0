package dev.slipway.registry.fault;

/** Text that a caller gave and that goes to PostgreSQL, whose texts have no U+0000. */
public final class StorableText {

    private StorableText() {}

    /**
     * @param what it is, for a person
     * @throws RegistryException of that fault if it cannot be stored or compared
     */
    public static String require(String text, RegistryFault fault, String what) {
        if (text.indexOf('\0') >= 0) {
            throw new RegistryException(fault, what + " must be text without NUL");
        }
        return text;
    }
}
