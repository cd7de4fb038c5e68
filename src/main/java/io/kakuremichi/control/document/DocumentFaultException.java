package io.kakuremichi.control.document;

/** A document that cannot be read beyond its first fault. */
public final class DocumentFaultException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient DocumentFault fault;

    DocumentFaultException(String path, String message, Place place) {
        super(message);
        this.fault = new DocumentFault(path, message, null, place);
    }

    /** The fault. */
    public DocumentFault fault() {
        return fault;
    }
}
