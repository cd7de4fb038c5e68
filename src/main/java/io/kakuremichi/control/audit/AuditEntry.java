package io.kakuremichi.control.audit;

import io.kakuremichi.control.access.Caller;
import io.kakuremichi.control.access.Role;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened and who did it. Text is stored without control characters and cut at {@value #MAX_TEXT} characters;
 * no part may hold a secret.
 *
 * @param actor the name of a token, {@code oidc:} and a subject, {@code agent:} or {@code gateway:} and an id, or "nobody"
 * @param address where it came from
 * @param method of HTTP
 * @param action what was done to what kind of thing, such as {@code tunnel.create}
 * @param subject the id or name of the thing
 * @param status of HTTP
 * @param count how often it happened since {@code at}
 */
public record AuditEntry(
        Instant at,
        String actor,
        @Nullable Role role,
        String address,
        @Nullable String method,
        String action,
        @Nullable String subject,
        Outcome outcome,
        @Nullable Integer status,
        long count) {
    /** Who did what nobody known did. */
    public static final String NOBODY = "nobody";

    private static final int MAX_TEXT = 300;

    /** Cuts what is too long. */
    public AuditEntry {
        actor = storable(actor);
        address = storable(address);
        action = storable(action);
        subject = subject == null ? null : storable(subject);
    }

    /** Something that happened just now, not over REST. */
    public static AuditEntry now(
            String actor, String address, String action, @Nullable String subject, Outcome outcome) {
        return new AuditEntry(Instant.now(), actor, null, address, null, action, subject, outcome, null, 1);
    }

    /** A REST call that ended just now. */
    static AuditEntry ofCall(
            Caller caller,
            String address,
            String method,
            String action,
            @Nullable String subject,
            Outcome outcome,
            int status) {
        return new AuditEntry(
                Instant.now(), caller.name(), caller.role(), address, method, action, subject, outcome, status, 1);
    }

    private static String storable(String text) {
        var printable = text.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
        if (printable.length() <= MAX_TEXT) {
            return printable;
        }
        return printable.substring(0, MAX_TEXT - 1) + "…";
    }
}
