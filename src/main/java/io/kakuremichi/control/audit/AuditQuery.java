package io.kakuremichi.control.audit;

import io.kakuremichi.control.rest.ApiException;
import io.kakuremichi.control.rest.Times;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The filters of a query; a filter that is left out matches every entry. */
public class AuditQuery {
    @Parameter(
            description = "Only entries at or after this time",
            example = "2026-01-31T12:00:00Z",
            schema = @Schema(type = SchemaType.STRING, format = "date-time"))
    @QueryParam("since")
    @Nullable String since;

    @Parameter(
            description = "Only entries before this time",
            example = "2026-02-01T12:00:00Z",
            schema = @Schema(type = SchemaType.STRING, format = "date-time"))
    @QueryParam("until")
    @Nullable String until;

    @Parameter(
            description =
                    "The actor: the name of a token, oidc: and a subject, agent:, gateway: or enrollment-key: and an id,"
                            + " schedule, or nobody",
            example = "deploy")
    @QueryParam("actor")
    @Nullable String actor;

    @Parameter(description = "The action: tunnel.create, or tunnel for every action on tunnels", example = "tunnel")
    @QueryParam("action")
    @Nullable String action;

    @Parameter(
            description = "The id or name of the affected resource",
            example = "019aaf6b-6d50-7c00-8a2b-2f0c8d4e1a77")
    @QueryParam("subject")
    @Nullable String subject;

    @Parameter(
            description = "The outcome",
            example = "denied",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"success", "replayed", "denied", "failed"}))
    @QueryParam("outcome")
    @Nullable String outcome;

    /** The condition, built of constants only; {@link #parameters} has the values. */
    String where() {
        return String.join(" AND ", conditions().keySet());
    }

    /** The values by their names; a new map. */
    Map<String, Object> parameters() {
        var parameters = new HashMap<String, Object>();
        conditions().values().forEach(value -> {
            if (value.content != null) {
                parameters.put(value.name, value.content);
            }
        });
        return parameters;
    }

    private Map<String, Value> conditions() {
        var conditions = new LinkedHashMap<String, Value>();
        conditions.put("1 = 1", new Value("", null));
        put(conditions, "at >= :since", "since", time("since", since));
        put(conditions, "at < :until", "until", time("until", until));
        put(conditions, "actor = :actor", "actor", text("actor", actor));
        // "tunnel" also matches "tunnel.create".
        put(
                conditions,
                "(action = :action OR locate(concat(:action, '.'), action) = 1)",
                "action",
                text("action", action));
        put(conditions, "subject = :subject", "subject", text("subject", subject));
        put(conditions, "outcome = :outcome", "outcome", known(outcome));
        return conditions;
    }

    private static void put(Map<String, Value> conditions, String condition, String name, @Nullable Object content) {
        if (content != null) {
            conditions.put(condition, new Value(name, content));
        }
    }

    private static @Nullable Instant time(String name, @Nullable String text) {
        return text == null ? null : Times.parse(text).orElseThrow(() -> ApiException.invalid(name, Times.FAULT));
    }

    private static @Nullable String text(String name, @Nullable String text) {
        if (text != null && text.indexOf('\0') >= 0) {
            throw ApiException.invalid(name, "must not contain the character U+0000");
        }
        return text;
    }

    private static @Nullable String known(@Nullable String outcome) {
        for (var each : AuditOutcome.values()) {
            if (outcome == null || each.wireName().equals(outcome)) {
                return outcome;
            }
        }
        throw ApiException.invalid("outcome", "must be success, replayed, denied or failed");
    }

    private record Value(String name, @Nullable Object content) {}
}
