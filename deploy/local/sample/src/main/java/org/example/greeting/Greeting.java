package org.example.greeting;

/** A greeting for somebody. */
public record Greeting(String name) {

    public Greeting {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a greeting needs a name");
        }
    }

    public String text() {
        return "Hello, " + name + "!";
    }
}
