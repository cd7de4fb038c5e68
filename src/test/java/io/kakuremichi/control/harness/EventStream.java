package io.kakuremichi.control.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A reader of {@code /api/events} on a socket of its own, in plain text. */
public final class EventStream implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Socket socket;
    private final BufferedReader reader;
    private final List<String> head = new ArrayList<>();
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<String> comments = new CopyOnWriteArrayList<>();
    private volatile String lastId = "";
    private volatile boolean ended;

    /**
     * An event.
     *
     * @param id null if it has none
     */
    public record Event(String name, @Nullable String id, JsonNode data) {
        public String type() {
            return data.path("type").asText();
        }

        public JsonNode item() {
            return data.path("item");
        }

        public long revision() {
            return data.path("revision").asLong();
        }
    }

    private EventStream(Socket socket) throws IOException {
        this.socket = socket;
        this.reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    }

    /** Opens a stream and waits for its head. */
    public static EventStream open(ControlApi control, String token, String query, String... headers) {
        try {
            var socket = new Socket(control.base().getHost(), control.base().getPort());
            socket.getOutputStream().write(request(token, query, headers).getBytes(UTF_8));
            var stream = new EventStream(socket);
            stream.readHead();
            Thread.ofVirtual().start(stream::read);
            return stream;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A request for a stream. */
    public static String request(String token, String query, String... headers) {
        var request = new StringBuilder("GET /api/events" + query + " HTTP/1.1\r\nHost: localhost\r\n");
        request.append("Authorization: Bearer ").append(token).append("\r\n");
        for (var i = 0; i < headers.length; i += 2) {
            request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
        }
        return request.append("\r\n").toString();
    }

    private void readHead() throws IOException {
        for (var line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
            head.add(line);
        }
        if (!status().contains("200")) {
            throw new AssertionError("no stream: " + head);
        }
    }

    /** Lines that are neither fields nor comments are sizes of chunks. */
    private void read() {
        var name = "";
        String id = null;
        var data = "";
        try {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                    lastId = id;
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                    events.add(new Event(name, id, ControlApi.json(data)));
                    id = null;
                } else if (line.startsWith(":")) {
                    comments.add(line);
                    id = null;
                }
            }
        } catch (IOException e) {
            // The connection was cut.
        }
        ended = true;
    }

    public String status() {
        return head.isEmpty() ? "" : head.getFirst();
    }

    public List<String> head() {
        return head;
    }

    public List<Event> events() {
        return events;
    }

    public List<Event> changes() {
        return events.stream().filter(event -> event.name().equals("change")).toList();
    }

    public List<String> comments() {
        return comments;
    }

    /** What a browser would send to resume. */
    public String lastId() {
        return lastId;
    }

    public boolean ended() {
        return ended;
    }

    /** Waits for an event. */
    public Event awaits(Predicate<Event> wanted) {
        await().atMost(PATIENCE).until(() -> events.stream().anyMatch(wanted));
        return events.stream().filter(wanted).findFirst().orElseThrow();
    }

    public EventStream awaitsHello() {
        awaits(event -> event.name().equals("hello"));
        return this;
    }

    public EventStream awaitsEnd() {
        await().atMost(PATIENCE).until(this::ended);
        return this;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
