package io.kakuremichi.control.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kakuremichi.control.feed.LoggedChanges;
import io.kakuremichi.control.presence.Replica;
import io.kakuremichi.control.topology.CommittedChange;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The events in the form of Server-Sent Events (HTML Living Standard, 9.2). */
@Singleton
class EventFrames {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** A comment, which readers ignore. */
    private static final String COMMENT = ":\n\n";

    private final String replica;

    EventFrames(Replica replica) {
        this.replica = replica.name();
    }

    @RegisterForReflection
    record ChangeBody(long revision, String at, String type, Object item) {}

    @RegisterForReflection
    record StateBody(String type, String at, Object item) {}

    @RegisterForReflection
    record HelloBody(String type, long revision, String replica) {}

    @RegisterForReflection
    record ResetBody(String type, String reason) {}

    byte[] change(UUID epoch, CommittedChange change) {
        var certificate = change.certificate();
        var item = EventItems.of(
                change.change(),
                certificate == null ? null : certificate.expiresAt().toString());
        return change(
                new EventId(epoch, change.revision()),
                new ChangeBody(
                        change.revision(),
                        change.at().toString(),
                        EventItems.type(change.change()).wireName(),
                        item));
    }

    byte[] change(UUID epoch, LoggedChanges.Entry entry) {
        var expiresAt = entry.certificateExpiresAt();
        var item = EventItems.of(entry.change(), expiresAt == null ? null : expiresAt.toString());
        return change(
                new EventId(epoch, entry.revision()),
                new ChangeBody(
                        entry.revision(),
                        entry.at().toString(),
                        EventItems.type(entry.change()).wireName(),
                        item));
    }

    private static byte[] change(EventId id, ChangeBody body) {
        return frame("change", id.toString(), body).getBytes(UTF_8);
    }

    static byte[] state(EventType type, Instant at, Object item) {
        return frame("state", null, new StateBody(type.wireName(), at.toString(), item))
                .getBytes(UTF_8);
    }

    /** The first event of a stream: it follows from that position. */
    byte[] hello(EventId from) {
        return helloFrame(from).getBytes(UTF_8);
    }

    private String helloFrame(EventId from) {
        return frame("hello", from.toString(), new HelloBody("hello", from.revision(), replica));
    }

    /** A reset of a stream that goes on from another position. */
    byte[] resetTo(ResetReason reason, EventId from) {
        return (resetFrame(reason) + helloFrame(from)).getBytes(UTF_8);
    }

    /** A reset of a stream that ends. */
    static byte[] reset(ResetReason reason) {
        return resetFrame(reason).getBytes(UTF_8);
    }

    /** With an empty id, by which browsers do not ask to resume when they reconnect. */
    private static String resetFrame(ResetReason reason) {
        return frame("reset", "", new ResetBody("reset", reason.wireName()));
    }

    static byte[] keepAlive() {
        return COMMENT.getBytes(UTF_8);
    }

    /** A comment that moves the reader's last id on, for readers that are not sent every change. */
    static byte[] keepAlive(EventId at) {
        return ("id: " + at + "\n" + COMMENT).getBytes(UTF_8);
    }

    private static String frame(String event, @Nullable String id, Object body) {
        var idLine = id == null ? "" : "id: " + id + "\n";
        return "event: " + event + "\n" + idLine + "data: " + json(body) + "\n\n";
    }

    private static String json(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event cannot be written as JSON", e);
        }
    }
}
