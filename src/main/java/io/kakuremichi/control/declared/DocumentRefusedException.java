package io.kakuremichi.control.declared;

import io.kakuremichi.control.document.DocumentFault;
import java.util.List;

/** A document with faults, of which nothing was applied. */
final class DocumentRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<DocumentFault> faults;
    private final int total;

    /** @param total the number of faults, of which the list may hold a part */
    DocumentRefusedException(List<DocumentFault> faults, int total) {
        super("the document has faults", null, false, false);
        this.faults = faults;
        this.total = total;
    }

    List<DocumentFault> faults() {
        return faults;
    }

    int total() {
        return total;
    }
}
