package io.kakuremichi.control.audit;

import io.kakuremichi.control.access.Caller;
import io.kakuremichi.control.access.Role;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An action and its actor. Texts are stored without control characters and truncated at {@value #MAX_TEXT} characters;
 * none may contain a secret.
 *
 * @param actor the name of a token, {@code oidc:} and a subject, {@code agent:}, {@code gateway:} or {@code enrollment-key:} and
 *     an id, {@code schedule}, or "nobody"
 * @param address the caller's address
 * @param method the HTTP method
 * @param action the kind of resource and the operation, such as {@code tunnel.create}
 * @param subject the id or name of the resource
 * @param status the HTTP status
 * @param count the number of occurrences since {@code at}
 */
public record AuditEntry(
        Instant at,
        String actor,
        @Nullable Role role,
        String address,
        @Nullable String method,
        String action,
        @Nullable String subject,
        AuditOutcome outcome,
        @Nullable Integer status,
        long count) {
    private static final int MAX_TEXT = 300;

    /** Truncates long texts. */
    public AuditEntry {
        actor = storable(actor);
        address = storable(address);
        action = storable(action);
        subject = subject == null ? null : storable(subject);
    }

    /** An action that just happened, outside REST. */
    public static AuditEntry now(
            String actor, String address, String action, @Nullable String subject, AuditOutcome outcome) {
        return new AuditEntry(Instant.now(), actor, null, address, null, action, subject, outcome, null, 1);
    }

    /** A change that Control just made by itself. */
    public static AuditEntry ofSchedule(String action, @Nullable String subject) {
        return now(Caller.SCHEDULE, "localhost", action, subject, AuditOutcome.SUCCESS);
    }

    /** A REST call that just ended. */
    static AuditEntry ofCall(
            Caller caller,
            String address,
            String method,
            String action,
            @Nullable String subject,
            AuditOutcome outcome,
            int status) {
        return new AuditEntry(
                Instant.now(), caller.name(), caller.role(), address, method, action, subject, outcome, status, 1);
    }

    /** The same action, counted for that many objects. */
    public AuditEntry times(long occurrences) {
        return new AuditEntry(at, actor, role, address, method, action, subject, outcome, status, occurrences);
    }

    /** The same call with another action and subject. */
    AuditEntry about(String otherAction, @Nullable String otherSubject) {
        return new AuditEntry(at, actor, role, address, method, otherAction, otherSubject, outcome, status, count);
    }

    private static String storable(String text) {
        var printable = text.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
        if (printable.length() <= MAX_TEXT) {
            return printable;
        }
        return printable.substring(0, MAX_TEXT - 1) + "…";
    }
}
