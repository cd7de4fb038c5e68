package io.kakuremichi.control.access;

/** The names of the {@link Role}s, for {@code @RolesAllowed}. A caller with a role also has all lower ones. */
public final class Roles {
    /** Reads. */
    public static final String VIEWER = "viewer";

    /** Also changes tunnels. */
    public static final String OPERATOR = "operator";

    /** May make every call. */
    public static final String ADMIN = "admin";

    private Roles() {}
}
