package io.kakuremichi.control.movein;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names of one kind of clients, each once. */
final class Names {
    private static final int LONGEST = 64;

    private final String fallback;
    private final Set<String> taken = new HashSet<>();

    /** @param fallback the name in place of one of which no character is permitted */
    Names(String fallback) {
        this.fallback = fallback;
    }

    void take(String name) {
        taken.add(name);
    }

    /** Returns the name with a {@code -} in place of what Control does not permit in names, at most 64 characters. */
    String mapped(@Nullable String original) {
        var name = original == null
                ? ""
                : original.strip().replaceAll("[^A-Za-z0-9_-]+", "-").replaceAll("^-+|-+$", "");
        return name.isEmpty() ? fallback : name.substring(0, Math.min(LONGEST, name.length()));
    }

    /** Takes the given name if it is free, otherwise the first free one with {@code -2}, {@code -3} and so on at its end. */
    String free(String name) {
        var free = name;
        for (var number = 2; !taken.add(free); number++) {
            var ending = "-" + number;
            free = name.substring(0, Math.min(name.length(), LONGEST - ending.length())) + ending;
        }
        return free;
    }

    /** Returns whether {@link #free} may have derived the name from the original one. */
    static boolean isNumbered(String name, String original) {
        var dash = name.lastIndexOf('-');
        if (dash <= 0 || !name.substring(dash + 1).matches("[1-9][0-9]{0,8}")) {
            return false;
        }
        var beginning = name.substring(0, dash);
        return original.equals(beginning) || name.length() == LONGEST && original.startsWith(beginning);
    }
}
