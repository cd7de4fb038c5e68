package io.kakuremichi.control.audit;

import io.kakuremichi.control.access.CurrentCaller;
import io.kakuremichi.control.http.ClientAddresses;
import io.kakuremichi.control.rest.Idempotency;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Maps a REST call to an audit action: {@code DELETE /api/tunnels/7} is {@code tunnel.delete} of 7. */
@Singleton
class AuditedCalls {
    private static final String RECORDED = AuditedCalls.class.getName();
    private static final String READ_ONLY = RECORDED + ".read-only";
    /** A call that names an action and no kind of resource. */
    private static final String APPLY = "apply";

    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private final ClientAddresses addresses;

    AuditedCalls(ClientAddresses addresses) {
        this.addresses = addresses;
    }

    /**
     * The entry, or empty for calls that only read and for unauthenticated callers.
     *
     * @param response the response if there is one already; it names the created resource
     */
    Optional<AuditEntry> entry(RoutingContext call, int status, @Nullable Response response) {
        var replayed = response != null && Idempotency.isReplay(response);
        return entry(call, status, response, replayed ? AuditOutcome.REPLAYED : AuditOutcome.ofStatus(status));
    }

    /** The same for a known outcome. */
    Optional<AuditEntry> entry(RoutingContext call, int status, @Nullable Response response, AuditOutcome outcome) {
        var method = call.request().method().name();
        var caller = CurrentCaller.of(call);
        if (READS.contains(method) || call.get(READ_ONLY) != null || caller == null) {
            return Optional.empty();
        }
        var path = segments(call.normalizedPath());
        return Optional.of(AuditEntry.ofCall(
                caller,
                addresses.of(call.request()).host(),
                method,
                action(method, path),
                subject(path, response),
                outcome,
                status));
    }

    /** Marks the call as recorded by the change's own transaction. */
    static void markRecorded(RoutingContext call) {
        call.put(RECORDED, true);
    }

    /** Marks a call that changes nothing although its method may. */
    static void markReadOnly(RoutingContext call) {
        call.put(READ_ONLY, true);
    }

    static boolean isRecorded(RoutingContext call) {
        return call.get(RECORDED) != null;
    }

    /** The path segments after {@code /api}. */
    private static List<String> segments(String path) {
        return Arrays.stream(path.split("/"))
                .filter(segment -> !segment.isEmpty())
                .map(AuditedCalls::decoded)
                .skip(1)
                .toList();
    }

    private static String decoded(String segment) {
        var plain = segment.split(";", 2)[0];
        try {
            return URLDecoder.decode(plain.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return plain;
        }
    }

    private static String action(String method, List<String> path) {
        if (path.isEmpty()) {
            return "unknown." + method.toLowerCase(Locale.ROOT);
        }
        if (path.equals(List.of(APPLY))) {
            return APPLY;
        }
        var kind = path.getFirst().replaceAll("s$", "");
        if (path.size() > 2) {
            return kind + "." + String.join(".", path.subList(2, path.size()));
        }
        return kind
                + switch (method) {
                    case "POST" -> ".create";
                    case "PATCH", "PUT" -> ".update";
                    case "DELETE" -> ".delete";
                    default -> "." + method.toLowerCase(Locale.ROOT);
                };
    }

    private static @Nullable String subject(List<String> path, @Nullable Response response) {
        if (path.size() > 1) {
            return path.get(1);
        }
        var location = response == null ? null : response.getLocation();
        if (location == null) {
            return null;
        }
        var created = location.getPath();
        return created.substring(created.lastIndexOf('/') + 1);
    }
}
