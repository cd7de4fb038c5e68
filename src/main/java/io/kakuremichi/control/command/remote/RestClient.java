package io.kakuremichi.control.command.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.command.output.CommandFailure;
import io.kakuremichi.control.command.output.ExactJson;
import io.kakuremichi.control.command.output.ExitCode;
import io.kakuremichi.control.credential.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Calls one Control's REST API, one call at a time. An error response is thrown as a {@link CommandFailure}. A call whose
 * response was lost is retried if repeating it is safe.
 */
public final class RestClient implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final int MOST_ATTEMPTS = 3;

    /** After the time-out of the request itself, which tells a failed connection from a late response. */
    private static final Duration BODY_TIME = Duration.ofSeconds(1);

    /** Of the body of an error, in bytes. */
    private static final int MOST_OF_ERROR = 64 << 10;

    private final URI base;
    private final Secret token;
    private final Duration timeout;
    private final HttpClient http;

    RestClient(URI base, Secret token, Duration timeout, Optional<SSLContext> tls) {
        this.base = base;
        this.token = token;
        this.timeout = timeout;
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout.compareTo(CONNECT_TIMEOUT) < 0 ? timeout : CONNECT_TIMEOUT);
        tls.ifPresent(builder::sslContext);
        this.http = builder.build();
    }

    /** The time to wait for a response. */
    public Duration timeout() {
        return timeout;
    }

    /** Sends a GET. */
    public JsonNode get(String path) {
        return call(request("GET", path, (JsonNode) null, null), true, "");
    }

    /**
     * Sends a POST.
     *
     * @param body null for none
     * @param key the idempotency key
     */
    public JsonNode post(String path, @Nullable JsonNode body, String key) {
        return call(request("POST", path, body, key), true, repeatable(key));
    }

    /**
     * Sends a document with a POST.
     *
     * @param json the document; sent as it is, so that its numbers stay as they were written
     * @param key the idempotency key
     * @param refusal makes the failure for an error that lists faults of the document
     */
    public JsonNode postDocument(String path, String json, String key, Function<JsonNode, CommandFailure> refusal) {
        var response = reachable(repeatable(key), () -> send(request("POST", path, json, key), MOST_ATTEMPTS));
        if (response.statusCode() == 400) {
            var error = Refusal.error(response.body());
            if (error.path("faults").isArray()) {
                throw refusal.apply(error);
            }
        }
        return json(response);
    }

    /**
     * Sends a GET; returns the body of the response.
     *
     * @param accept its media type
     */
    public String text(String path, String accept) {
        var request = HttpRequest.newBuilder(request("GET", path, (String) null, null), (name, value) -> true)
                .setHeader("Accept", accept)
                .build();
        var response = reachable("", () -> send(request, MOST_ATTEMPTS));
        if (response.statusCode() / 100 != 2) {
            throw Refusal.of(base, response, response.body());
        }
        return response.body();
    }

    /** Sends a PATCH, once. */
    public JsonNode patch(String path, JsonNode body) {
        return call(request("PATCH", path, body, null), false, " The outcome is unknown.");
    }

    /** Sends a DELETE, once. */
    public JsonNode delete(String path) {
        return call(request("DELETE", path, (JsonNode) null, null), false, " The outcome is unknown.");
    }

    /** Opens a response of any length, which the caller closes. The time-out applies to the response headers. */
    public InputStream download(String path) {
        return open(request("GET", path, (JsonNode) null, null));
    }

    /**
     * Opens a stream of events, which the caller closes.
     *
     * @param lastId the id of the last event that was received; empty for none
     */
    public InputStream follow(String path, String lastId) {
        var request = HttpRequest.newBuilder(request("GET", path, (JsonNode) null, null), (name, value) -> true);
        if (!lastId.isEmpty()) {
            request.header("Last-Event-ID", lastId);
        }
        return open(request.build());
    }

    private static String repeatable(String key) {
        return " The outcome is unknown; with --idempotency-key " + key
                + " the command can be repeated without executing it twice.";
    }

    private InputStream open(HttpRequest request) {
        return reachable("", () -> {
            var response = http.send(request, BodyHandlers.ofInputStream());
            if (response.statusCode() == 200) {
                return response.body();
            }
            try (var body = response.body()) {
                throw Refusal.of(base, response, new String(body.readNBytes(MOST_OF_ERROR), UTF_8));
            }
        });
    }

    private HttpRequest request(String method, String path, @Nullable JsonNode body, @Nullable String key) {
        return request(method, path, body == null ? null : body.toString(), key);
    }

    private HttpRequest request(String method, String path, @Nullable String body, @Nullable String key) {
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(timeout)
                .header("Authorization", "Bearer " + token.value())
                .header("Accept", "*/*")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return request.build();
    }

    private JsonNode call(HttpRequest request, boolean repeatable, String whenLost) {
        return json(reachable(whenLost, () -> send(request, repeatable ? MOST_ATTEMPTS : 1)));
    }

    private JsonNode json(HttpResponse<String> response) {
        if (response.statusCode() / 100 != 2) {
            throw Refusal.of(base, response, response.body());
        }
        try {
            return ExactJson.read(response.body());
        } catch (JsonProcessingException e) {
            throw new CommandFailure(ExitCode.UNREACHABLE, "The server at " + base + " is not Control");
        }
    }

    private HttpResponse<String> send(HttpRequest request, int attempts) throws IOException, InterruptedException {
        try {
            return exchange(request);
        } catch (ConnectException | HttpTimeoutException | SSLException e) {
            throw e;
        } catch (IOException e) {
            if (attempts == 1) {
                throw e;
            }
            return send(request, attempts - 1);
        }
    }

    /** The time-out of a request ends with the response headers (JDK-8258397); this one includes the body. */
    private HttpResponse<String> exchange(HttpRequest request) throws IOException, InterruptedException {
        var response = http.sendAsync(request, BodyHandlers.ofString());
        try {
            return response.get(timeout.plus(BODY_TIME).toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("the response did not end in time");
        } finally {
            response.cancel(true);
        }
    }

    private interface Exchange<T> {
        T make() throws IOException, InterruptedException;
    }

    private <T> T reachable(String whenLost, Exchange<T> exchange) {
        try {
            return exchange.make();
        } catch (HttpConnectTimeoutException | ConnectException e) {
            throw unreachable("Control is not reachable at %s".formatted(base));
        } catch (HttpTimeoutException e) {
            throw unreachable("%s did not answer within %s s.%s".formatted(base, timeout.toSeconds(), whenLost));
        } catch (SSLException e) {
            throw unreachable("No trusted TLS connection to %s: %s".formatted(base, TlsFault.of(e)));
        } catch (IOException e) {
            throw unreachable("The connection to %s broke.%s".formatted(base, whenLost));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable("Interrupted");
        }
    }

    private static CommandFailure unreachable(String message) {
        return new CommandFailure(ExitCode.UNREACHABLE, message);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
