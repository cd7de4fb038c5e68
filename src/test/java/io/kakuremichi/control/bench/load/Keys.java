package io.kakuremichi.control.bench.load;

/** The API keys that the benchmark's clients have; whoever fills the database knows them too. */
public final class Keys {
    private Keys() {}

    public static String of(boolean gateway, int number) {
        return (gateway ? "gtw_" : "agt_") + "%032d".formatted(number);
    }
}
