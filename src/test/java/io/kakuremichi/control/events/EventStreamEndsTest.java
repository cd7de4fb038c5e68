package io.kakuremichi.control.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kakuremichi.control.access.Credential;
import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.EventStream;
import io.kakuremichi.control.rest.ApiException;
import io.kakuremichi.control.state.StateHints;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How streams of events are refused, and how they end. */
@ControlTest
class EventStreamEndsTest extends FollowedEvents {
    @Inject
    EventChain chain;

    @Inject
    EventLanes lanes;

    @Inject
    StateHints hints;

    @Inject
    EventFeed feed;

    @Inject
    EventMetrics metrics;

    @Inject
    ControlConfig config;

    @Inject
    Vertx vertx;

    @Test
    void streamThatCannotBeginForAFaultIsRefused() throws Exception {
        var failing = new EventReplay(chain, null, null, config) {
            @Override
            void open(EventReader reader, String lastId) {
                throw new NoClassDefFoundError("in a test");
            }
        };
        var readers = new EventReaders(chain, lanes, failing, feed, null, hints, null, metrics, config);
        var answered = new CompletableFuture<Void>();
        var server = vertx.createHttpServer()
                .requestHandler(request -> readers.open(
                                request, new Credential.StaticToken(), EnumSet.allOf(EventType.class), null)
                        .answered()
                        .whenComplete((nothing, failure) -> answered.completeExceptionally(failure)))
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        var client = HttpClient.newHttpClient();
        try {
            client.sendAsync(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + server.actualPort()))
                            .build(),
                    BodyHandlers.discarding());

            assertThatThrownBy(() -> answered.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(ApiException.class);
        } finally {
            client.shutdownNow();
            server.close();
        }
    }

    @Test
    void endsWhenItsTokenIsRevoked() {
        var token = control.createToken("viewer");
        var stream = kept(EventStream.open(control, token.text("token"), "").awaitsHello());

        var began = Instant.now();
        control.delete("/api/tokens/" + token.uuid("id")).expect(200);

        stream.awaitsEnd();
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void endsWhenItsTokenExpires() {
        var token = control.post(
                        "/api/tokens",
                        new ExpiringToken(
                                ControlApi.uniqueName("token"),
                                "viewer",
                                Instant.now()
                                        .plusSeconds(2)
                                        .truncatedTo(ChronoUnit.MILLIS)
                                        .toString()))
                .expect(201);
        var stream = kept(EventStream.open(control, token.text("token"), "").awaitsHello());

        stream.awaitsEnd();
    }

    private record ExpiringToken(String name, String role, String expiresAt) {}
}
