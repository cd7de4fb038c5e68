package io.kakuremichi.control.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.TestClient;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A conversation of one client with Control, with what people do meanwhile: played against a running Control, whose every word is
 * compared. {@code ${name.field}} stands for a field of an earlier answer of REST.
 */
final class Transcript {
    private static final Pattern PEOPLE = Pattern.compile("(\\w+) (\\S+)(?: (\\{.*}))?(?: -> (\\w+))?");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)\\.(\\w+)}");

    private final List<String> lines;
    private final ControlApi control;
    private final TestClient client;
    private final Map<String, JsonNode> answers = new HashMap<>();
    private int heard;

    private Transcript(List<String> lines, ControlApi control) {
        this.lines = lines;
        this.control = control;
        this.client = control.stranger();
    }

    static Transcript of(String name, ControlApi control) throws IOException {
        try (var file = Transcript.class.getResourceAsStream("/transcripts/" + name);
                Reader reader = new InputStreamReader(file, StandardCharsets.UTF_8)) {
            return new Transcript(reader.readAllAsString().lines().toList(), control);
        }
    }

    /** An answer of REST in it, by the name it was given. */
    JsonNode answer(String name) {
        return answers.get(name);
    }

    void play() {
        for (var line : lines) {
            var text = filled(line.substring(2));
            switch (line.charAt(0)) {
                case '!' -> people(text);
                case '>' -> say(text);
                case '<' -> hear(text);
                default -> {
                    // A remark.
                }
            }
        }
        assertThat(client.messages()).as("all that Control said").hasSize(heard);
    }

    private void people(String text) {
        var call = PEOPLE.matcher(text);
        assertThat(call.matches()).as(text).isTrue();
        var answer = control.call(call.group(1), call.group(2), call.group(3));
        assertThat(answer.status()).as(text).isBetween(200, 299);
        if (call.group(4) != null) {
            var object = (ObjectNode) answer.json();
            if (object.has("subnet")) {
                object.put("gatewayIp", object.path("subnet").asText().replaceFirst("0/24$", "1"));
            }
            answers.put(call.group(4), object);
        }
    }

    private void say(String text) {
        if (heard == 0) {
            client.open("/");
        }
        client.sendRaw(text);
    }

    private void hear(String text) {
        if (text.startsWith("close ")) {
            assertThat(client.awaitsClose()).isEqualTo(Integer.parseInt(text.substring(6)));
            return;
        }
        await(text).until(() -> client.messages().size() > heard);
        var said = (ObjectNode) client.messages().get(heard++);
        assertThat(said.path("timestamp").isIntegralNumber())
                .as("the time in %s", said)
                .isTrue();
        said.put("timestamp", "${now}");
        assertThat(said).isEqualTo(ControlApi.json(text));
    }

    private String filled(String text) {
        return VARIABLE.matcher(text)
                .replaceAll(variable ->
                        answers.get(variable.group(1)).path(variable.group(2)).asText());
    }
}
