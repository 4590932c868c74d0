package dev.slipway.webhook.format;

import dev.slipway.kit.error.SlipwayException;
import java.util.regex.Pattern;

/**
 * Which event types an endpoint wants: a type ({@code build.finished}), or one with wildcards. {@code *} stands for any characters, dots
 * included: {@code build.*} takes {@code build.stage.changed} too.
 */
public record EventTypePattern(String text) {

    private static final int MAX_CHARACTERS = 100;
    private static final Pattern SHAPE = Pattern.compile("[a-z*][a-z0-9_*]*(\\.[a-z0-9_*]+)*");

    /** @throws SlipwayException if the text has not the shape of an event type */
    public static EventTypePattern parse(String text) {
        if (text.length() > MAX_CHARACTERS || !SHAPE.matcher(text).matches()) {
            throw SlipwayException.invalid(
                    "event_types", "each is an event type such as build.finished, or a pattern such as build.*");
        }
        return new EventTypePattern(text);
    }

    public boolean matches(String eventType) {
        return matches(text, eventType);
    }

    /** Whether some type that begins with {@code prefix} could match, known or not. */
    public boolean mayReach(String prefix) {
        int wildcard = text.indexOf('*');
        String literal = wildcard < 0 ? text : text.substring(0, wildcard);
        return wildcard < 0 ? literal.startsWith(prefix) : literal.startsWith(prefix) || prefix.startsWith(literal);
    }

    /** Walks both texts, remembering only the last wildcard: linear in practice, never exponential, whatever a subscriber sends. */
    private static boolean matches(String pattern, String value) {
        int inPattern = 0;
        int inValue = 0;
        int lastWildcard = -1;
        int resumeAt = 0;
        while (inValue < value.length()) {
            if (inPattern < pattern.length() && pattern.charAt(inPattern) == '*') {
                lastWildcard = inPattern++;
                resumeAt = inValue;
            } else if (inPattern < pattern.length() && pattern.charAt(inPattern) == value.charAt(inValue)) {
                inPattern++;
                inValue++;
            } else if (lastWildcard >= 0) {
                inPattern = lastWildcard + 1;
                inValue = ++resumeAt;
            } else {
                return false;
            }
        }
        while (inPattern < pattern.length() && pattern.charAt(inPattern) == '*') {
            inPattern++;
        }
        return inPattern == pattern.length();
    }
}
