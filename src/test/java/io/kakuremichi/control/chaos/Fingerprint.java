package io.kakuremichi.control.chaos;

/** A number for an item of a configuration; a configuration's is the sum of its items', so that one change of it is cheap. */
final class Fingerprint {
    private Fingerprint() {}

    /** FNV-1a over both, then mixed, so that sums of similar items differ. */
    static long of(String section, String item) {
        var hash = add(add(0xcbf29ce484222325L, section) ^ '/', item);
        hash = (hash ^ (hash >>> 32)) * 0x9e3779b97f4a7c15L;
        return hash ^ (hash >>> 29);
    }

    private static long add(long start, String text) {
        var hash = start;
        for (var i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
