package io.kakuremichi.control.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.harness.ControlProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** One request of a writer, which does not wait as long as others would. Thread-safe. */
final class Rest {
    private static final Duration PATIENCE = Duration.ofSeconds(6);

    private final HttpClient http;
    private final Tally tally;

    Rest(HttpClient http, Tally tally) {
        this.http = http;
        this.tally = tally;
    }

    /** What came back. */
    record Answer(int status, String body) {
        JsonNode json() {
            try {
                return Items.JSON.readTree(body);
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + body, e);
            }
        }

        boolean isSuccess() {
            return status / 100 == 2;
        }

        /** Says no for good; what says "later", or that something broke, may have been done nevertheless. */
        boolean isRefusal() {
            return status / 100 == 4 && status != 429 && status != 408;
        }
    }

    /**
     * @param body null for none
     * @param key for {@code Idempotency-Key}, or null
     * @return empty without a response
     */
    Optional<Answer> call(URI replica, String method, String path, Map<String, ?> body, String key)
            throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(replica.resolve(path))
                    .timeout(PATIENCE)
                    .header("Authorization", "Bearer " + ControlProcess.ADMIN_TOKEN)
                    .header("Content-Type", "application/json")
                    .method(
                            method,
                            body == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(Items.JSON.writeValueAsString(body)));
            if (key != null) {
                request.header("Idempotency-Key", key);
            }
            var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            tally.count("answer " + response.statusCode());
            return Optional.of(new Answer(response.statusCode(), response.body()));
        } catch (IOException e) {
            tally.count("answer none, " + e.getClass().getSimpleName());
            return Optional.empty();
        }
    }
}
