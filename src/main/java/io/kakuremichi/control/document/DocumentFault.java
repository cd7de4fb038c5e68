package io.kakuremichi.control.document;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a document.
 *
 * @param path the value, such as {@code tunnels[4].target}; empty for the document as a whole
 * @param message what is wrong with it, after its path
 * @param value the value at fault as JSON, truncated; null if it says nothing or may be a secret
 * @param place null if the fault has none
 */
public record DocumentFault(
        String path,
        String message,
        @Nullable String value,
        @Nullable Place place) {
    /** The message and the value at fault, after the path. */
    public static String words(String message, @Nullable String value) {
        if (value == null) {
            return message;
        }
        return message + (message.startsWith("must ") ? ", not " : ": ") + value;
    }
}
