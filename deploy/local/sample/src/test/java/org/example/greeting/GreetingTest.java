package org.example.greeting;

/** Checks without a framework, so that the sample builds without a network. */
public final class GreetingTest {

    private GreetingTest() {}

    public static void main(String[] arguments) {
        check("a greeting has the name", new Greeting("Ada").text().equals("Hello, Ada!"));
        check("nobody is not greeted", refusesBlank());
        System.out.println("2 tests passed");
    }

    private static boolean refusesBlank() {
        try {
            new Greeting(" ");
            return false;
        } catch (IllegalArgumentException expected) {
            return true;
        }
    }

    private static void check(String what, boolean holds) {
        if (!holds) {
            throw new AssertionError(what);
        }
        System.out.println("ok: " + what);
    }
}
