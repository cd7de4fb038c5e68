package io.kakuremichi.control.declared;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlApi.Answer;
import io.kakuremichi.control.harness.ControlTest;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Any document is applied as a whole or refused as a fault of the caller, as its dry run predicts. A refused one changes nothing, and one that
 * was applied is unchanged the second time.
 */
@ControlTest
class ApplyFuzzTest extends DeclaredStateTest {
    private static final int ROUNDS = 100;

    private final long seed = System.nanoTime();
    private final List<String> managers = List.of(manager, ControlApi.uniqueName("other"));
    private final List<String> names =
            IntStream.range(0, 4).mapToObj(i -> agent + "-" + i).toList();

    @AfterEach
    void deleteEverything() {
        for (var kind : List.of("agents", "gateways")) {
            all(kind).stream()
                    .filter(client -> names.contains(client.path("name").asText()))
                    .forEach(client -> control.delete("/api/%s/%s"
                                    .formatted(kind, client.path("id").asText()))
                            .expect(200));
        }
    }

    @Test
    void anyDocumentIsAppliedAsAWholeOrRefused() {
        // Not made by a document, so that prune releases it.
        control.createAgent(names.getFirst());
        var documents = new RandomDocument(seed, managers, names, domain);
        var applied = 0;
        for (var round = 0; round < ROUNDS; round++) {
            var document = documents.next();
            var type = documents.chance(2) ? "application/json" : "application/yaml";
            var query = "?prune=%s&takeOver=%s".formatted(documents.chance(2), documents.chance(2));
            var before = state();

            var planned = apply(query + "&dryRun=true", document, type);
            assertThat(state()).as(described(query, document, planned)).isEqualTo(before);
            var answer = apply(query, document, type);

            var described = described(query, document, answer);
            assertThat(answer.status()).as(described).isIn(200, 400, 409).isEqualTo(planned.status());
            if (answer.status() == 200) {
                applied++;
                assertThat(objects(answer)).as(described).isEqualTo(objects(planned));
                var again = apply(query, document, type).expect(200).json();
                assertThat(counts(again)).as(described).startsWith("0/0/0/");
                assertThat(again.at("/counts/release").asInt()).as(described).isZero();
            } else {
                assertThat(answer.body()).as(described).isEqualTo(planned.body());
                assertThat(state()).as(described).isEqualTo(before);
            }
        }
        assertThat(applied).as("seed %s", seed).isBetween(ROUNDS / 10, ROUNDS - 1);
    }

    private String described(String query, String document, Answer answer) {
        return "seed %s: %s %s -> %s %s".formatted(seed, query, document, answer.status(), answer.body());
    }

    private String state() {
        return revision() + control.get("/api/export").body();
    }

    /** Without what only an apply knows. */
    private static JsonNode objects(Answer answer) {
        var objects = answer.json().path("objects");
        objects.forEach(object -> ((ObjectNode) object).remove(List.of("id", "apiKey")));
        return objects;
    }
}
