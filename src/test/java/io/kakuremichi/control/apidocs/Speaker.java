package io.kakuremichi.control.apidocs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.harness.Bodies.AuthBody;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.TestClient;
import io.kakuremichi.control.network.WireGuardKeyPair;
import java.util.List;

/** A client of one documented channel, which validates received messages against the document. */
final class Speaker {
    private final ControlApi control;
    private final String channel;
    private final TestClient client;

    Speaker(ControlApi control, String channel) {
        this.control = control;
        this.channel = channel;
        this.client = isAgent() ? control.createAgent() : control.createGateway();
    }

    private boolean isAgent() {
        return channel.endsWith("gent");
    }

    boolean isFlat() {
        return channel.startsWith("flat");
    }

    TestClient client() {
        return client;
    }

    String channel() {
        return channel;
    }

    /** Opens a socket at the channel's address. */
    Speaker open() {
        var address = AsyncApi.DOCUMENT.at("/channels/" + channel + "/address").asText();
        client.open(isFlat() ? address : address + "?type=" + channel);
        return this;
    }

    /** Opens a socket, shows its key and waits for its configuration. */
    Speaker connect(String... capabilities) {
        open().auth(client.apiKey(), capabilities);
        client.awaits(isFlat() ? "config_update" : "config");
        return this;
    }

    Speaker auth(String key, String... capabilities) {
        if (isFlat()) {
            client.sendRaw("""
                    {"type": "auth", "apiKey": "%s", "clientType": "%s"}""".formatted(key, isAgent() ? "agent" : "gateway"));
        } else {
            client.send("auth", new AuthBody(key, List.of(capabilities)));
        }
        return this;
    }

    /** A key with which a client of this type enrolls. */
    String newEnrollmentKey() {
        return control.post("/api/enrollment-keys", """
                        {"name": "%s", "type": "%s"}""".formatted(
                                ControlApi.uniqueName("key"), isAgent() ? "agent" : "gateway"))
                .expect(201)
                .text("key");
    }

    /** Becomes a new client and waits for its configuration. */
    Speaker enroll() {
        client.sendRaw(
                """
                {"type": "auth", "data": {"enrollmentKey": "%s", "publicKey": "%s"}}""".formatted(newEnrollmentKey(), WireGuardKeyPair.generate().publicKey()));
        client.awaitConfig();
        return this;
    }

    /** Sends an unknown message and waits for its error, after which all earlier messages have been handled. */
    Speaker awaitHandled() {
        client.sendRaw("{\"type\": \"fence\", \"data\": {}}");
        client.awaits("error", data -> client.messages("error").toString().contains("fence"));
        return this;
    }

    /** The errors but the one that was waited for. */
    List<JsonNode> errors() {
        return client.messages("error").stream()
                .filter(error -> !error.toString().contains("fence"))
                .toList();
    }

    /** The documented messages that came; fails for one that is not as documented. */
    List<AsyncApi.Message> heard() {
        return client.messages().stream().map(this::documented).toList();
    }

    private AsyncApi.Message documented(JsonNode message) {
        var candidates = AsyncApi.ofControl(channel).stream()
                .filter(each -> each.type().equals(message.path("type").asText()))
                .toList();
        assertThat(candidates).as("%s is told %s", channel, message).isNotEmpty();
        return candidates.stream()
                .filter(each -> each.faults(message).isEmpty())
                .findFirst()
                .orElseThrow(() -> new AssertionError(message + " is not as documented: "
                        + candidates.stream().map(each -> each.faults(message)).toList()));
    }

    void leave() {
        control.delete((isAgent() ? "/api/agents/" : "/api/gateways/") + client.id());
    }
}
