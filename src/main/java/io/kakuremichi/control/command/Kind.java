package io.kakuremichi.control.command;

/** The kinds of resources, as REST names them. */
enum Kind {
    AGENT("agent", "name", "id"),
    GATEWAY("gateway", "name", "id"),
    TUNNEL("tunnel", "domain", "id"),
    CERTIFICATE("certificate", "domain", "domain"),
    TOKEN("token", "name", "id"),
    CLIENT("client", "name", "id"),
    AUDIT("audit", "subject", "id");

    private final String word;
    private final String nameField;
    private final String idField;

    Kind(String word, String nameField, String idField) {
        this.word = word;
        this.nameField = nameField;
        this.idField = idField;
    }

    /** The name in messages. */
    String word() {
        return word;
    }

    /** The name in paths, and the name of the field that holds a page's items. */
    String plural() {
        return this == AUDIT ? word : word + "s";
    }

    String path() {
        return "/api/" + plural();
    }

    String path(String id) {
        return path() + "/" + Text.encoded(id);
    }

    /** The field by which people identify a resource. */
    String nameField() {
        return nameField;
    }

    /** The field by which REST identifies a resource. */
    String idField() {
        return idField;
    }
}
