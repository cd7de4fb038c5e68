package io.kakuremichi.control.command.output;

/** The kinds of resources, as REST names them. */
public enum Kind {
    AGENT("agent", "name", "id"),
    GATEWAY("gateway", "name", "id"),
    TUNNEL("tunnel", "domain", "id"),
    CERTIFICATE("certificate", "domain", "domain"),
    TOKEN("token", "name", "id"),
    ENROLLMENT_KEY("enrollment key", "name", "id"),
    CLIENT("client", "name", "id"),
    AUDIT("audit", "subject", "id"),
    /** The outcome of one row of an import. */
    IMPORTED("item", "name", "id");

    private final String word;
    private final String nameField;
    private final String idField;

    Kind(String word, String nameField, String idField) {
        this.word = word;
        this.nameField = nameField;
        this.idField = idField;
    }

    /** The name in messages. */
    public String word() {
        return word;
    }

    /** The name in paths. */
    private String plural() {
        return this == AUDIT ? word : word.replace(' ', '-') + "s";
    }

    /** The name of the field that holds a page's items. */
    public String items() {
        return this == ENROLLMENT_KEY ? "enrollmentKeys" : plural();
    }

    /** The path of the list. */
    public String path() {
        return "/api/" + plural();
    }

    /** The path of one resource. */
    public String path(String id) {
        return path() + "/" + TextEncoding.encoded(id);
    }

    /** The field by which people identify a resource. */
    public String nameField() {
        return nameField;
    }

    /** The field by which REST identifies a resource. */
    public String idField() {
        return idField;
    }
}
