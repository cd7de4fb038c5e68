package io.kakuremichi.control.telemetry;

import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stands for an exception whose message, or that of one of its causes, has a secret: prints the same without it. */
final class MaskedThrowable extends Throwable {
    private static final long serialVersionUID = 1;

    private final String description;

    private MaskedThrowable(Throwable original) {
        this.description = MaskedText.of(original.toString());
        setStackTrace(original.getStackTrace());
    }

    /** The exception itself when it has no secret. */
    static @Nullable Throwable of(@Nullable Throwable thrown) {
        return thrown == null || isClean(thrown, new IdentityHashMap<>())
                ? thrown
                : copy(thrown, new IdentityHashMap<>());
    }

    private static boolean isClean(@Nullable Throwable thrown, Map<Throwable, Boolean> seen) {
        if (thrown == null || seen.put(thrown, true) != null) {
            return true;
        }
        var text = String.valueOf(thrown);
        if (!MaskedText.of(text).equals(text) || !isClean(thrown.getCause(), seen)) {
            return false;
        }
        for (var suppressed : thrown.getSuppressed()) {
            if (!isClean(suppressed, seen)) {
                return false;
            }
        }
        return true;
    }

    /** A cause may be one that was met before; it is left out then. */
    private static @Nullable Throwable copy(@Nullable Throwable thrown, Map<Throwable, Boolean> seen) {
        if (thrown == null || seen.put(thrown, true) != null) {
            return null;
        }
        var copy = new MaskedThrowable(thrown);
        var cause = copy(thrown.getCause(), seen);
        if (cause != null) {
            copy.initCause(cause);
        }
        for (var suppressed : thrown.getSuppressed()) {
            var copied = copy(suppressed, seen);
            if (copied != null) {
                copy.addSuppressed(copied);
            }
        }
        return copy;
    }

    @Override
    public String toString() {
        return description;
    }

    @Override
    public String getMessage() {
        return description;
    }
}
