package io.kakuremichi.control.apidocs;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.events.EventType;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.EventStream;
import io.kakuremichi.control.harness.TestDatabase;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Events are documented as they are sent. */
@ControlTest
class AsyncApiOfEventsTest {
    private final ControlApi control = ControlApi.ofTest();

    @Test
    void theTypesAreThoseOfTheCode() {
        assertThat(Stream.of("EventChangeType", "EventStateType").flatMap(name -> OpenApiCall.items(
                                AsyncApi.DOCUMENT.at("/components/schemas/" + name + "/enum"))
                        .map(type -> type.asText())))
                .containsExactlyElementsOf(Arrays.stream(EventType.values())
                        .map(EventType::wireName)
                        .toList());
    }

    @Test
    void whatIsSentIsDocumented() {
        try (var stream = EventStream.open(control, TestDatabase.ADMIN_TOKEN, "", "Last-Event-ID", "x")
                .awaitsHello()) {
            var agent = control.createAgent().connect();
            var gateway = control.createGateway();
            var tunnel = control.createTunnel(ControlApi.uniqueDomain(), agent);
            control.deleteTunnel(tunnel);
            control.delete("/api/gateways/" + gateway.id()).expect(200);
            stream.awaits(event -> event.type().equals("gateway_delete"));
            stream.awaits(event -> event.type().equals("client"));
            agent.close();

            assertThat(stream.events())
                    .extracting(EventStream.Event::name)
                    .contains("reset", "hello", "change", "state");
            assertThat(stream.events())
                    .allSatisfy(event -> assertThat(AsyncApi.message("event" + capitalized(event.name()))
                                    .faults(event.data()))
                            .as(event.toString())
                            .isEmpty());
        }
    }

    private static String capitalized(String name) {
        return name.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + name.substring(1);
    }
}
