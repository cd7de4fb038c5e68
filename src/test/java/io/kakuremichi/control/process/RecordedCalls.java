package io.kakuremichi.control.process;

import io.kakuremichi.control.harness.ControlApi;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Calls REST by the paths of its document, and remembers which calls were made with success. */
final class RecordedCalls {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private final ControlApi control;
    private final Set<String> made = new TreeSet<>();

    RecordedCalls(ControlApi control) {
        this.control = control;
    }

    /**
     * Calls, and expects success.
     *
     * @param path as in the document, with its parameters in braces; a query may follow
     * @param body null for none
     * @param parameters the values for those in braces, in order
     */
    ControlApi.Answer call(String method, String path, Object body, Object... parameters) {
        var filled = path;
        for (var parameter : parameters) {
            filled = filled.replaceFirst("\\{[^}]+}", parameter.toString());
        }
        return record(method + " " + path.replaceFirst("\\?.*", ""), control.call(method, filled, body));
    }

    /** A call that was made otherwise, as the document names it; expects success. */
    ControlApi.Answer record(String call, ControlApi.Answer answer) {
        record(call, answer.status(), answer);
        return answer;
    }

    /** A call of which only the status is known. */
    void record(String call, int status, Object answer) {
        if (status >= 300) {
            throw new AssertionError(call + ": " + answer);
        }
        made.add(call);
    }

    Set<String> made() {
        return made;
    }

    /** All calls that the document names. */
    static Set<String> documented(ControlApi.Answer document) {
        var calls = new TreeSet<String>();
        document.json().path("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(operation -> METHODS.contains(operation.getKey()))
                .forEach(operation -> calls.add(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return calls;
    }
}
