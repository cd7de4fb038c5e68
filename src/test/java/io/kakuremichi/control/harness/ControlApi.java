package io.kakuremichi.control.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.eclipse.microprofile.config.ConfigProvider;

/** One Control, by its REST API. Thread-safe. */
public final class ControlApi {
    static final ObjectMapper JSON = new ObjectMapper();

    /** Shared: each HttpClient keeps threads. */
    private static final HttpClient HTTP = newHttp().build();

    private static final AtomicLong NAMES = new AtomicLong();

    private final URI base;
    private final String token;
    private final HttpClient http;

    public ControlApi(URI base, String token) {
        this(base, token, HTTP);
    }

    private ControlApi(URI base, String token, HttpClient http) {
        this.base = base;
        this.token = token;
        this.http = http;
    }

    /** A Control at an {@code https} address. */
    public static ControlApi overTls(URI base, String token, SSLContext context) {
        return new ControlApi(base, token, newHttp().sslContext(context).build());
    }

    private static HttpClient.Builder newHttp() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .connectTimeout(Duration.ofSeconds(10));
    }

    /** The Control of {@link ControlTest}s. */
    public static ControlApi ofTest() {
        var url = ConfigProvider.getConfig().getValue("test.url", String.class);
        return new ControlApi(URI.create(url), TestDatabase.ADMIN_TOKEN);
    }

    /** The same Control, called with another token. */
    public ControlApi withToken(String other) {
        return new ControlApi(base, other);
    }

    /** The same Control, called with a new token of that role. */
    public ControlApi withRole(String role) {
        return withToken(createToken(role).text("token"));
    }

    /** A new token with a name of its own. */
    public Answer createToken(String role) {
        return post("/api/tokens", Map.of("name", uniqueName("token"), "role", role))
                .expect(201);
    }

    HttpClient http() {
        return http;
    }

    public URI base() {
        return base;
    }

    /** A name that no other test uses. */
    public static String uniqueName(String prefix) {
        return prefix + "-" + NAMES.incrementAndGet() + "-" + Long.toString(System.nanoTime(), 36);
    }

    /** A domain that no other test uses. */
    public static String uniqueDomain() {
        return uniqueName("shop") + ".example";
    }

    public TestClient createAgent() {
        return createAgent(uniqueName("agent"));
    }

    public TestClient createAgent(String name) {
        var answer = post("/api/agents", Map.of("name", name)).expect(201);
        return new TestClient(this, "agent", answer.uuid("id"), answer.text("apiKey"), answer.json());
    }

    public TestClient createGateway() {
        return createGateway(uniqueName("gateway"));
    }

    public TestClient createGateway(String name) {
        var answer = post("/api/gateways", Map.of("name", name)).expect(201);
        return new TestClient(this, "gateway", answer.uuid("id"), answer.text("apiKey"), answer.json());
    }

    /** A client that connects without a valid key. */
    public TestClient stranger() {
        return new TestClient(this, "stranger", new UUID(0, 0), "", MissingNode.getInstance());
    }

    /** Creates an enabled tunnel and returns its id. */
    public UUID createTunnel(String domain, TestClient agent) {
        return post("/api/tunnels", Map.of("domain", domain, "agentId", agent.id(), "target", "localhost:8080"))
                .expect(201)
                .uuid("id");
    }

    public Answer changeTunnel(UUID id, Map<String, ?> change) {
        return patch("/api/tunnels/" + id, change).expect(200);
    }

    public Answer deleteTunnel(UUID id) {
        return delete("/api/tunnels/" + id).expect(200);
    }

    public Answer get(String path, String... headers) {
        return call("GET", path, null, headers);
    }

    public Answer post(String path, Object body, String... headers) {
        return call("POST", path, body, headers);
    }

    public Answer patch(String path, Object body, String... headers) {
        return call("PATCH", path, body, headers);
    }

    public Answer delete(String path, String... headers) {
        return call("DELETE", path, null, headers);
    }

    /**
     * Calls with the admin token and, when there is a body, as JSON; headers given here replace those.
     *
     * @param body null for none; a String goes as it is, everything else as JSON
     * @param headers names and values in turn; an empty value leaves the header out
     */
    public Answer call(String method, String path, Object body, String... headers) {
        try {
            var fields = new java.util.TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
            fields.put("Authorization", "Bearer " + token);
            if (body != null) {
                fields.put("Content-Type", "application/json");
            }
            for (var i = 0; i < headers.length; i += 2) {
                fields.put(headers[i], headers[i + 1]);
            }
            var text = body == null || body instanceof String ? (String) body : JSON.writeValueAsString(body);
            var request = HttpRequest.newBuilder(base.resolve(path))
                    .timeout(Duration.ofSeconds(30))
                    .method(method, text == null ? BodyPublishers.noBody() : BodyPublishers.ofString(text));
            fields.forEach((name, value) -> {
                if (!value.isEmpty()) {
                    request.header(name, value);
                }
            });
            var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    /** The names of an object's fields, in their order. */
    public static List<String> fields(JsonNode object) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** What came back. */
    public record Answer(int status, HttpHeaders headers, String body) {
        public Answer expect(int expected) {
            if (status != expected) {
                throw new AssertionError("expected " + expected + " but got " + status + ": " + body);
            }
            return this;
        }

        public JsonNode json() {
            return body.isEmpty() ? MissingNode.getInstance() : ControlApi.json(body);
        }

        public String text(String field) {
            return json().path(field).asText();
        }

        public UUID uuid(String field) {
            return UUID.fromString(text(field));
        }

        /** The code of an error answer. */
        public String errorCode() {
            return json().path("error").path("code").asText();
        }

        public String header(String name) {
            return headers.firstValue(name).orElse(null);
        }

        /** The names of an object's fields, in their order. */
        public List<String> fields() {
            return ControlApi.fields(json());
        }
    }
}
