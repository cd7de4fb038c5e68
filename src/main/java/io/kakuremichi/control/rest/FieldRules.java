package io.kakuremichi.control.rest;

/** Constraints that several requests share ({@code rest.md}, <i>Fields</i>). */
public final class FieldRules {
    /** The pattern of agents' and gateways' names. */
    public static final String NAME = "[A-Za-z0-9_-]{1,64}";

    /** The message for a name that does not match. */
    public static final String NAME_FAULT = "must be 1 to 64 of A-Z a-z 0-9 - _";

    /** The pattern of free text. PostgreSQL's text type accepts every character except U+0000. */
    public static final String TEXT = "[^\\x00]*";

    /** The message for text that does not match. */
    public static final String TEXT_FAULT = "must not contain the character U+0000";

    /** The length of a gateway's region. */
    public static final int MAX_REGION = 64;

    /** The length of a tunnel's description. */
    public static final int MAX_DESCRIPTION = 1_000;

    private FieldRules() {}
}
