package io.kakuremichi.control.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kakuremichi.control.credential.AnswerSeal;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.http.ApiErrorCode;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Returns the first response to a repeated POST with the same {@code Idempotency-Key}, for a day.
 *
 * <p>The response is stored in the transaction of the call, so both are committed or neither. Of two concurrent calls,
 * the second waits for the first to commit and gets its response. A response may contain a new API key, so it is
 * encrypted under the idempotency key, of which only a hash is stored: the database alone reveals nothing.
 *
 * <p>A response belongs to its caller and its roles: the same key of another caller is another key, and that caller's call is executed
 * with the rights that it has.
 */
@ApplicationScoped
public class Idempotency {
    private static final String HEADER = "Idempotency-Key";
    private static final String REPLAYED = "Idempotency-Replayed";
    private static final int MAX_LENGTH = 255;
    private static final Duration KEPT = Duration.ofDays(1);

    private final EntityManager entities;
    private final ObjectMapper json;
    private final SecurityIdentity caller;

    Idempotency(EntityManager entities, ObjectMapper json, SecurityIdentity caller) {
        this.entities = entities;
        this.json = json;
        this.caller = caller;
    }

    /**
     * Executes the operation, or returns the stored response. Must be called inside the operation's transaction.
     *
     * @param call the name of the operation, so that one key can be used for different operations
     * @param request the request; another request with the same key is rejected
     */
    public Response once(HttpHeaders headers, String call, Object request, Supplier<ReplayableResponse> work) {
        return once(headers, ofCaller(call), request, work, body -> true);
    }

    /**
     * As {@link #once}, for an operation whose callers have no identity; it is executed again if the stored response is no longer of
     * use, and its response replaces the stored one.
     *
     * @param isOfUse decides by the body of the stored response
     * @param call contains the secret that permits the operation
     */
    public Response onceWhile(
            Predicate<JsonNode> isOfUse,
            HttpHeaders headers,
            String call,
            Object request,
            Supplier<ReplayableResponse> work) {
        return once(headers, call, request, work, body -> isOfUse.test(read(body)));
    }

    private Response once(
            HttpHeaders headers,
            String call,
            Object request,
            Supplier<ReplayableResponse> work,
            Predicate<String> isOfUse) {
        var header = headers.getHeaderString(HEADER);
        if (header == null) {
            return work.get().response();
        }
        if (header.isBlank() || header.length() > MAX_LENGTH) {
            throw ApiException.invalid(HEADER, "must be 1 to %s characters".formatted(MAX_LENGTH));
        }
        var key = new Secret(call + "\n" + header);
        var requestHash = new Secret(write(request)).hash().hex();
        var stored = claimOrStored(key, requestHash);
        if (stored != null) {
            if (isOfUse.test((String) stored.body())) {
                return replay(stored);
            }
            renew(key);
        }
        var answer = work.get();
        var body = write(answer.body());
        keep(key, answer, body);
        return answer.response();
    }

    /** Whether the response was stored by an earlier call. */
    public static boolean isReplay(Response response) {
        return response.getHeaderString(REPLAYED) != null;
    }

    /** Whether the response was stored by an earlier call. */
    public static boolean isReplay(ContainerResponseContext response) {
        return response.getHeaders().containsKey(REPLAYED);
    }

    /** Binds a key to the authenticated caller. A header has no line break, so that the parts cannot be confused. */
    private String ofCaller(String call) {
        return String.join(
                "\n",
                call,
                String.join(",", new TreeSet<>(caller.getRoles())),
                caller.getPrincipal().getName());
    }

    /** The stored response; null if the key is claimed for this call. */
    private @Nullable ReplayableResponse claimOrStored(Secret key, String requestHash) {
        while (!claim(key, requestHash)) {
            var stored = stored(key, requestHash);
            if (stored != null) {
                return stored;
            }
            // The response was forgotten between the two statements.
        }
        return null;
    }

    /** Waits for a concurrent transaction with the same key to end. */
    private boolean claim(Secret key, String requestHash) {
        return entities.createNativeQuery("""
                                INSERT INTO idempotency_keys (key_hash, request_hash, created_at)
                                VALUES (:key, :request, now()) ON CONFLICT DO NOTHING
                                """)
                        .setParameter("key", key.hash().hex())
                        .setParameter("request", requestHash)
                        .executeUpdate()
                == 1;
    }

    private void keep(Secret key, ReplayableResponse answer, String body) {
        entities.createNativeQuery("""
                        UPDATE idempotency_keys SET status = :status, location = :location, etag = :etag, body = :body
                        WHERE key_hash = :key
                        """)
                .setParameter("status", answer.status())
                .setParameter("location", answer.location())
                .setParameter(
                        "etag", answer.etag() == null ? null : answer.etag().getValue())
                .setParameter("body", AnswerSeal.seal(key, body.getBytes(UTF_8)))
                .setParameter("key", key.hash().hex())
                .executeUpdate();
    }

    /** Begins another day for a stored response that is replaced. */
    private void renew(Secret key) {
        entities.createNativeQuery("UPDATE idempotency_keys SET created_at = now() WHERE key_hash = :key")
                .setParameter("key", key.hash().hex())
                .executeUpdate();
    }

    /** Locked until the transaction ends, so that only one of several concurrent calls replaces a response that is of no use. */
    private @Nullable ReplayableResponse stored(Secret key, String requestHash) {
        var row = (Object @Nullable []) entities.createNativeQuery("""
                        SELECT request_hash, status, location, etag, body FROM idempotency_keys WHERE key_hash = :key
                        FOR UPDATE
                        """, Object[].class)
                .setParameter("key", key.hash().hex())
                .getSingleResultOrNull();
        if (row == null) {
            return null;
        }
        if (!row[0].equals(requestHash)) {
            throw new ApiException(ApiErrorCode.DUPLICATE, "This " + HEADER + " was used for another request");
        }
        var body = new String(AnswerSeal.open(key, (byte[]) row[4]), UTF_8);
        return new ReplayableResponse((Integer) row[1], (String) row[2], tag((String) row[3]), body);
    }

    private static Response replay(ReplayableResponse answer) {
        return Response.fromResponse(answer.response())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header(REPLAYED, true)
                .build();
    }

    private static @Nullable EntityTag tag(@Nullable String value) {
        return value == null ? null : new EntityTag(value);
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request cannot be written as JSON", e);
        }
    }

    private JsonNode read(String body) {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored response is not JSON", e);
        }
    }

    @Scheduled(every = "1h", delayed = "1m")
    @Transactional
    void forgetOld() {
        entities.createNativeQuery(
                        "DELETE FROM idempotency_keys WHERE created_at < now() - :seconds * interval '1 second'")
                .setParameter("seconds", KEPT.toSeconds())
                .executeUpdate();
    }
}
