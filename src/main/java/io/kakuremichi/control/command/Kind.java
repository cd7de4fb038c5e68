package io.kakuremichi.control.command;

/** The kinds of things that Control has, as REST names them. */
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

    /** In a sentence. */
    String word() {
        return word;
    }

    /** In paths, and the field of a page that has the items. */
    String plural() {
        return this == AUDIT ? word : word + "s";
    }

    String path() {
        return "/api/" + plural();
    }

    String path(String id) {
        return path() + "/" + Text.encoded(id);
    }

    /** By which people know one. */
    String nameField() {
        return nameField;
    }

    /** By which REST does. */
    String idField() {
        return idField;
    }
}
