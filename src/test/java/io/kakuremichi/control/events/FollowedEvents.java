package io.kakuremichi.control.events;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.EventStream;
import io.kakuremichi.control.harness.EventStream.Event;
import io.kakuremichi.control.harness.TestClient;
import io.kakuremichi.control.harness.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;

/** What tests of events share: streams and gateways that end with the test. */
abstract class FollowedEvents {
    final ControlApi control = ControlApi.ofTest();
    final List<EventStream> streams = new ArrayList<>();
    final List<TestClient> gateways = new ArrayList<>();

    @AfterEach
    void close() {
        streams.forEach(EventStream::close);
        gateways.forEach(gateway -> control.delete("/api/gateways/" + gateway.id()));
    }

    EventStream follow(String query, String... headers) {
        return kept(EventStream.open(control, TestDatabase.ADMIN_TOKEN, query, headers)
                .awaitsHello());
    }

    EventStream resume(String lastId) {
        return kept(EventStream.open(control, TestDatabase.ADMIN_TOKEN, "", "Last-Event-ID", lastId));
    }

    EventStream kept(EventStream stream) {
        streams.add(stream);
        return stream;
    }

    TestClient gateway() {
        var gateway = control.createGateway();
        gateways.add(gateway);
        return gateway;
    }

    static Event awaits(EventStream stream, String type, UUID id) {
        return stream.awaits(event ->
                event.type().equals(type) && event.item().path("id").asText().equals(id.toString()));
    }
}
