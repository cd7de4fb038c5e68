package io.kakuremichi.control.credential;

/** A value that is sealed for nothing else than to tell whether a key ring is a database's own. */
public final class DatabaseSeal {
    private static final String CONTEXT = "control_state.seal_check";
    private static final Secret EXPECTED = new Secret("kakuremichi");

    private DatabaseSeal() {}

    /** A new one under the newest key. */
    public static String of(KeyRing keys) {
        return keys.seal(EXPECTED, CONTEXT);
    }

    /**
     * Whether it was sealed under a key of the ring.
     *
     * @throws KeyRing.SealBrokenException when it was not
     */
    public static void check(String seal, KeyRing keys) {
        keys.open(seal, CONTEXT);
    }
}
