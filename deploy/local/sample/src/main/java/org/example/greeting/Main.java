package org.example.greeting;

/** Greets whoever is named on the command line. */
public final class Main {

    private Main() {}

    public static void main(String[] names) {
        for (String name : names) {
            System.out.println(new Greeting(name).text());
        }
    }
}
