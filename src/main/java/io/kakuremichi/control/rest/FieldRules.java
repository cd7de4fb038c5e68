package io.kakuremichi.control.rest;

/** Rules of {@code rest-api.md} that several requests share, as constants for constraints. */
public final class FieldRules {
    /** A name of an agent or gateway. */
    public static final String NAME = "[A-Za-z0-9_-]{1,64}";

    /** What is said of a name that is none. */
    public static final String NAME_FAULT = "must be 1 to 64 of A-Z a-z 0-9 - _";

    /** Free text. PostgreSQL's text can hold every character but this one. */
    public static final String TEXT = "[^\\x00]*";

    /** What is said of text that is none. */
    public static final String TEXT_FAULT = "must not have the character U+0000";

    private FieldRules() {}
}
