package io.kakuremichi.control.bench.load;

/** The API keys of the benchmark's clients, from which the database is filled as well. */
public final class Keys {
    private Keys() {}

    public static String of(boolean gateway, int number) {
        return (gateway ? "gtw_" : "agt_") + "%032d".formatted(number);
    }
}
