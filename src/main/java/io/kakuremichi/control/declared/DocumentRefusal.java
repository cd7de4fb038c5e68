package io.kakuremichi.control.declared;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.kakuremichi.control.document.DocumentFault;
import io.kakuremichi.control.document.Place;
import io.kakuremichi.control.http.ApiErrorCode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The body of the error for a document with faults: that of every error, and the faults with their places. */
@RegisterForReflection
record DocumentRefusal(DocumentError error) {
    static DocumentRefusal of(List<DocumentFault> faults, int total) {
        var details = new TreeMap<String, String>();
        faults.forEach(fault -> details.merge(
                fault.path().isEmpty() ? "document" : fault.path(), words(fault), (a, b) -> a + "; " + b));
        var message = total == 1
                ? "The document has a fault"
                : total == faults.size()
                        ? "The document has %s faults".formatted(total)
                        : "The document has %s faults, of which the first %s are shown".formatted(total, faults.size());
        return new DocumentRefusal(new DocumentError(
                ApiErrorCode.VALIDATION_ERROR,
                message,
                details,
                faults.stream().map(FaultView::of).toList()));
    }

    private static String words(DocumentFault fault) {
        var place = fault.place() == null ? "" : " (" + fault.place() + ")";
        return DocumentFault.words(fault.message(), fault.value()) + place;
    }

    /** The error. */
    @RegisterForReflection
    record DocumentError(ApiErrorCode code, String message, Map<String, String> details, List<FaultView> faults) {}

    /**
     * A fault.
     *
     * @param value the value at fault as JSON text, truncated
     */
    @RegisterForReflection
    record FaultView(
            String path,
            String message,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String value,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer line,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer column) {
        static FaultView of(DocumentFault fault) {
            Place place = fault.place();
            return new FaultView(
                    fault.path(),
                    fault.message(),
                    fault.value(),
                    place == null ? null : place.line(),
                    place == null ? null : place.column());
        }
    }
}
