package io.kakuremichi.control.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.kakuremichi.control.command.output.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes back that is no ordinary answer of Control's. */
@Execution(CONCURRENT)
class AnswersTest {
    private static final String NO_AGENTS = "{\"agents\": [], \"total\": 0, \"nextCursor\": null}";

    @Test
    void lostAnswerToACreationIsAskedForAgainUnderTheSameKey() throws IOException {
        List<String> keys = new CopyOnWriteArrayList<>();
        try (var server = StandIn.answering(exchange -> {
            keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            if (keys.size() == 1) {
                exchange.close();
            } else {
                StandIn.answer(exchange, 201, "{\"apiKey\": \"agt_1\"}");
            }
        })) {
            var ended = server.shell().run("agent", "create", "office", "-q").done();

            assertThat(ended.out()).isEqualToIgnoringNewLines("agt_1");
            assertThat(keys).hasSize(2).doesNotContainNull();
            assertThat(keys.get(1)).isEqualTo(keys.get(0));
        }
    }

    @Test
    void lostAnswerToADeletionIsNot() throws IOException {
        List<String> calls = new CopyOnWriteArrayList<>();
        try (var server = StandIn.answering(exchange -> {
            calls.add(exchange.getRequestMethod());
            exchange.close();
        })) {
            var ended = server.shell().run("certificate", "delete", "shop.example");

            assertThat(ended.ended(ExitCode.UNREACHABLE).err()).contains("The outcome is unknown");
            assertThat(calls).containsExactly("DELETE");
        }
    }

    @Test
    void answerThatStandsStillIsGivenUp() throws IOException {
        var ended = new CountDownLatch(1);
        try (var server = StandIn.answering(exchange -> {
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            await().until(() -> ended.getCount() == 0);
        })) {
            var given = server.shell().run("agent", "list", "--timeout", "1");
            ended.countDown();

            assertThat(given.ended(ExitCode.UNREACHABLE).err()).contains("did not answer within 1 s");
        }
    }

    /** As one that has more values than a document may have. */
    @Test
    void exportThatCannotBeReadIsSaidToBe(@TempDir Path directory) throws IOException {
        var document = "agents: " + "[".repeat(50) + "]".repeat(50);
        try (var server = StandIn.answering(exchange -> StandIn.answer(exchange, 200, document))) {
            var ended = server.shell().run("export", "-f", directory.toString());

            assertThat(ended.ended(ExitCode.REFUSED).err())
                    .startsWith("The export cannot be split: ")
                    .contains("one file instead");
        }
    }

    private static final String STREAM = """
            event: hello
            id: epoch:7
            data: {"type":"hello","revision":7,"replica":"one"}

            :

            event: change
            id: epoch:8
            data: {"revision":8,"at":"2026-01-31T12:00:00.5Z","type":"tunnel_create","item":{"id":"1","domain":"a.example","enabled":true}}

            """;

    @ParameterizedTest
    @ValueSource(strings = {"", "--json"})
    void eventsGoOnAfterTheLastOneUntilTheyAreRefused(String option) throws IOException {
        List<String> lastIds = new CopyOnWriteArrayList<>();
        try (var server = StandIn.answering(exchange -> {
            lastIds.add(String.valueOf(exchange.getRequestHeaders().getFirst("Last-Event-ID")));
            switch (lastIds.size()) {
                case 1 -> StandIn.answer(exchange, 200, STREAM);
                case 2 -> StandIn.answer(exchange, 503, "");
                default -> StandIn.answer(exchange, 401, "{\"error\": {\"message\": \"no longer valid\"}}");
            }
        })) {
            var ended = option.isEmpty()
                    ? server.shell().run("events")
                    : server.shell().run("events", option);

            assertThat(ended.ended(ExitCode.NOT_ALLOWED).err()).contains("no longer valid");
            assertThat(lastIds).containsExactly("null", "epoch:8", "epoch:8");
            assertThat(ended.lines()).hasSize(2);
            assertThat(ended.lines().getLast())
                    .isEqualTo(
                            option.isEmpty()
                                    ? "2026-01-31T12:00:00Z tunnel_create      a.example id=1 enabled=true revision=8"
                                    : "{\"revision\":8,\"at\":\"2026-01-31T12:00:00.5Z\",\"type\":\"tunnel_create\","
                                            + "\"item\":{\"id\":\"1\",\"domain\":\"a.example\",\"enabled\":true}}");
        }
    }

    @Test
    void eventsEndWhenTheyCanNotBegin() throws IOException {
        try (var server = StandIn.answering(exchange -> StandIn.answer(exchange, 503, ""))) {
            server.shell().run("events").ended(ExitCode.UNREACHABLE);
        }
    }

    @ParameterizedTest
    @CsvSource({"y,1", "YES,1", "n,0", "'',0"})
    void aTerminalIsAskedBeforeADeletion(String answer, int deletions) throws IOException {
        List<String> calls = new CopyOnWriteArrayList<>();
        try (var server = StandIn.answering(exchange -> {
            calls.add(exchange.getRequestMethod());
            StandIn.answer(exchange, 200, "{\"message\": \"Certificate deleted\"}");
        })) {
            var ended = server.shell().answering(answer).runOnTerminal("certificate", "delete", "shop.example");

            assertThat(ended.err()).startsWith("Delete the certificate of shop.example? [y/N] ");
            assertThat(ended.exitCode()).isEqualTo(deletions == 1 ? 0 : 1);
            assertThat(calls).hasSize(deletions);
        }
    }

    @Test
    void scriptsDeleteWithoutBeingAsked() throws IOException {
        try (var server = StandIn.answering(exchange -> StandIn.answer(exchange, 200, "{\"message\": \"Deleted\"}"))) {
            var withYes = server.shell().runOnTerminal("certificate", "delete", "shop.example", "--yes");
            var withoutTerminal = server.shell().run("certificate", "delete", "shop.example");

            assertThat(withYes.done().err()).isEmpty();
            assertThat(withoutTerminal.done().err()).isEmpty();
        }
    }

    @Test
    void whoLosesAllAnswersLearnsHowToGoOn() throws IOException {
        try (var server = StandIn.answering(exchange -> exchange.close())) {
            var ended = server.shell().run("agent", "create", "office", "--idempotency-key", "mine");

            assertThat(ended.ended(ExitCode.UNREACHABLE).err()).contains("--idempotency-key mine");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400,REFUSED",
        "401,NOT_ALLOWED",
        "403,NOT_ALLOWED",
        "404,REFUSED",
        "409,REFUSED",
        "429,REFUSED",
        "500,REFUSED",
        "502,UNREACHABLE",
        "503,UNREACHABLE",
        "504,UNREACHABLE",
        "302,UNREACHABLE"
    })
    void exitCodeFollowsTheStatus(int status, ExitCode expected) throws IOException {
        try (var server = StandIn.answering(exchange -> StandIn.answer(exchange, status, "<html>no</html>"))) {
            assertThat(server.shell().run("clients").ended(expected).err()).startsWith(server.url());
        }
    }

    @Test
    void otherServerIsNotTakenForControl() throws IOException {
        try (var page = StandIn.answering(exchange -> StandIn.answer(exchange, 200, "<html>welcome</html>"));
                var object = StandIn.answering(exchange -> StandIn.answer(exchange, 200, "{}"))) {
            page.shell().run("clients").ended(ExitCode.UNREACHABLE);
            object.shell().run("clients").ended(ExitCode.UNREACHABLE);
        }
    }

    @Test
    void allPagesAreRead() throws IOException {
        try (var server = StandIn.answering(exchange -> StandIn.answer(
                exchange,
                200,
                exchange.getRequestURI().getQuery().contains("cursor=c1")
                        ? "{\"agents\": [{\"name\": \"b\", \"id\": 2}], \"total\": 2, \"nextCursor\": null}"
                        : "{\"agents\": [{\"name\": \"a\", \"id\": 1}], \"total\": 2, \"nextCursor\": \"c1\"}"))) {
            assertThat(server.shell().run("agent", "list", "-q").done().lines()).containsExactly("1", "2");
            assertThat(server.shell()
                            .run("agent", "list", "--json")
                            .done()
                            .json()
                            .path("nextCursor")
                            .isNull())
                    .isTrue();
        }
    }

    @Test
    void whatAClientReportsCantSteerTheTerminal() throws IOException {
        var client =
                "{\"id\": 1, \"name\": \"office\", \"lastError\": {\"message\": \"\\u001b]0;owned\\u0007\\u202e\\n\"}}";
        try (var server = StandIn.answering(exchange ->
                StandIn.answer(exchange, 200, "{\"clients\": [" + client + "], \"total\": 1, \"nextCursor\": null}"))) {
            var ended = server.shell()
                    .with("NO_COLOR", "1")
                    .runOnTerminal("clients")
                    .done();

            assertThat(ended.lines()).hasSize(2);
            assertThat(ended.out()).contains("?]0;owned???").doesNotContain("\u001b");
        }
    }

    @Test
    void titlesAreBoldOnATerminalOnly() throws IOException {
        try (var server = StandIn.answering(exchange -> StandIn.answer(exchange, 200, NO_AGENTS))) {
            assertThat(server.shell().runOnTerminal("agent", "list").out()).startsWith("\u001b[1mNAME");
            assertThat(server.shell()
                            .with("NO_COLOR", "1")
                            .runOnTerminal("agent", "list")
                            .out())
                    .startsWith("NAME");
            assertThat(server.shell().run("agent", "list").out()).startsWith("NAME");
        }
    }

    @Test
    void resealGoesOnUntilItIsComplete() throws IOException {
        List<String> calls = new CopyOnWriteArrayList<>();
        try (var server = StandIn.answering(exchange -> {
            calls.add(exchange.getRequestURI().getPath());
            StandIn.answer(
                    exchange,
                    200,
                    "{\"keyId\": \"k2\", \"resealed\": 5, \"failed\": 0, \"complete\": %b}"
                            .formatted(calls.size() == 3));
        })) {
            var ended = server.shell().run("reseal").done();

            assertThat(ended.out())
                    .isEqualToIgnoringNewLines("All secrets are sealed under the key k2, 15 were changed");
        }
    }

    @Test
    void resealFailsWhenAnOldKeyIsStillNeeded() throws IOException {
        try (var server = StandIn.answering(exchange -> StandIn.answer(
                exchange, 200, "{\"keyId\": \"k2\", \"resealed\": 5, \"failed\": 2, \"complete\": true}"))) {
            var ended = server.shell().run("reseal").ended(ExitCode.REFUSED);

            assertThat(ended.err()).startsWith("2 cannot be opened");
        }
    }
}
