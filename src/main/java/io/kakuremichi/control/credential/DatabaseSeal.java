package io.kakuremichi.control.credential;

/** A sealed check value that shows whether a key ring belongs to a database. */
public final class DatabaseSeal {
    private static final String CONTEXT = "control_state.seal_check";
    private static final Secret EXPECTED = new Secret("kakuremichi");

    private DatabaseSeal() {}

    /** Seals a check value under the newest key. */
    public static String of(KeyRing keys) {
        return keys.seal(EXPECTED, CONTEXT);
    }

    /**
     * Checks that the value was sealed under a key of the ring.
     *
     * @throws KeyRing.SealBrokenException if it was not
     */
    public static void check(String seal, KeyRing keys) {
        keys.open(seal, CONTEXT);
    }
}
