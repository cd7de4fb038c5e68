package io.kakuremichi.control.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.kakuremichi.control.harness.Bodies.TunnelBody;
import io.restassured.RestAssured;
import io.restassured.config.DecoderConfig;
import io.restassured.config.EncoderConfig;
import io.restassured.config.HttpClientConfig;
import io.restassured.config.RedirectConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.config.SSLConfig;
import io.restassured.http.ContentType;
import io.restassured.http.Headers;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.apache.http.client.HttpClient;
import org.apache.http.conn.ssl.SSLSocketFactory;
import org.apache.http.impl.NoConnectionReuseStrategy;
import org.apache.http.impl.client.DefaultHttpClient;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** One Control, by its REST API. Thread-safe. */
public final class ControlApi {
    static final ObjectMapper JSON = new ObjectMapper();

    private static final EncoderConfig ENCODER = EncoderConfig.encoderConfig()
            .defaultContentCharset(UTF_8)
            .appendDefaultContentCharsetToContentTypeIfUndefined(false);

    private static final RestAssuredConfig PLAIN = RestAssuredConfig.config()
            .encoderConfig(ENCODER)
            .decoderConfig(DecoderConfig.decoderConfig().noContentDecoders())
            .redirect(RedirectConfig.redirectConfig().followRedirects(false))
            .httpClient(HttpClientConfig.httpClientConfig()
                    .httpClientFactory(ControlApi::newClient)
                    .setParam("http.connection.timeout", 10_000)
                    .setParam("http.socket.timeout", 30_000));

    private static final AtomicLong NAMES = new AtomicLong();

    private final URI base;
    private final String token;
    private final @Nullable SSLContext tls;
    private final RestAssuredConfig rest;

    public ControlApi(URI base, String token) {
        this(base, token, null, PLAIN);
    }

    private ControlApi(URI base, String token, @Nullable SSLContext tls, RestAssuredConfig rest) {
        this.base = base;
        this.token = token;
        this.tls = tls;
        this.rest = rest;
    }

    /** Connects for each call: a connection that is kept may be cut by Control while the next call is under way. */
    @SuppressWarnings("deprecation") // REST Assured takes no newer client.
    private static HttpClient newClient() {
        var client = new DefaultHttpClient();
        client.setReuseStrategy(NoConnectionReuseStrategy.INSTANCE);
        return client;
    }

    /** A Control at an {@code https} address. */
    @SuppressWarnings("deprecation") // REST Assured takes no newer factory.
    public static ControlApi overTls(URI base, String token, SSLContext context) {
        var trusting = SSLConfig.sslConfig().sslSocketFactory(new SSLSocketFactory(context));
        return new ControlApi(base, token, context, PLAIN.sslConfig(trusting));
    }

    /** The Control of {@link ControlTest}s, at the address that Quarkus gave it; also before REST Assured is told of it. */
    public static ControlApi ofTest() {
        var url = ConfigProvider.getConfig().getValue("test.url", String.class);
        return new ControlApi(URI.create(url), TestDatabase.ADMIN_TOKEN);
    }

    /** The same Control, called with another token. */
    public ControlApi withToken(String other) {
        return new ControlApi(base, other, tls, rest);
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

    /** Null for a Control that is called in plain text. */
    @Nullable SSLContext tls() {
        return tls;
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

    /** A client that another Control created, and of which only the key is known. */
    public TestClient clientWithKey(String type, String apiKey) {
        return new TestClient(this, type, new UUID(0, 0), apiKey, MissingNode.getInstance());
    }

    /** A client that connects without a valid key. */
    public TestClient stranger() {
        return new TestClient(this, "stranger", new UUID(0, 0), "", MissingNode.getInstance());
    }

    /** Creates an enabled tunnel and returns its id. */
    public UUID createTunnel(String domain, TestClient agent) {
        return post("/api/tunnels", new TunnelBody(domain, agent.id(), "localhost:8080"))
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
     * @param body null for none; a String is sent as it is, everything else as JSON
     * @param headers names and values in turn; an empty value leaves the header out
     */
    public Answer call(String method, String path, @Nullable Object body, String... headers) {
        var fields = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        fields.put("Authorization", "Bearer " + token);
        if (body != null) {
            fields.put("Content-Type", "application/json");
        }
        for (var i = 0; i < headers.length; i += 2) {
            fields.put(headers[i], headers[i + 1]);
        }
        fields.values().removeIf(String::isEmpty);
        var request = RestAssured.given()
                .config(rest)
                .urlEncodingEnabled(false)
                .baseUri(base.toString())
                .port(base.getPort())
                .basePath("")
                .headers(fields);
        if (body == null) {
            request.noContentType();
        } else {
            // REST Assured would derive the form of a body from the type; tests also send what a type does not
            // announce.
            var type = fields.getOrDefault("Content-Type", "application/json");
            request.config(rest.encoderConfig(ENCODER.encodeContentTypeAs(type, ContentType.TEXT)))
                    .body(body instanceof String text ? text : write(body));
        }
        try {
            return Answer.of(request.request(method, path));
        } catch (Exception e) {
            // REST Assured throws checked exceptions without declaring them.
            if (e instanceof IOException notAnswered) {
                throw new UncheckedIOException(method + " " + path, notAnswered);
            }
            throw e;
        }
    }

    static String write(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON can be made of " + body, e);
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
    public record Answer(int status, Headers headers, byte[] content) {
        static Answer of(Response response) {
            return new Answer(response.statusCode(), response.headers(), response.asByteArray());
        }

        public String body() {
            return new String(content, UTF_8);
        }

        public Answer expect(int expected) {
            if (status != expected) {
                throw new AssertionError("expected " + expected + " but got " + status + ": " + body());
            }
            return this;
        }

        public JsonNode json() {
            return content.length == 0 ? MissingNode.getInstance() : ControlApi.json(body());
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
            return headers.getValue(name);
        }

        /** The names of an object's fields, in their order. */
        public List<String> fields() {
            return ControlApi.fields(json());
        }
    }
}
