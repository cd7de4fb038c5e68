package io.kakuremichi.control.rest;

import static io.kakuremichi.control.rest.RestAssertions.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** The tunnels of one agent are a list that no other test touches. */
@ControlTest
class PagingTest {
    static final List<String> LISTS = List.of("agents", "gateways", "tunnels", "certificates", "clients");

    private final ControlApi control = ControlApi.ofTest();
    private final List<String> created = new ArrayList<>();
    private TestClient agent;
    private String path;

    @BeforeEach
    void createFiveTunnels() {
        agent = control.createAgent();
        path = "/api/tunnels?agentId=" + agent.id();
        for (var i = 0; i < 5; i++) {
            created.add(control.createTunnel(ControlApi.uniqueDomain(), agent).toString());
        }
    }

    @AfterEach
    void deleteThem() {
        control.delete("/api/agents/" + agent.id()).expect(200);
    }

    @ParameterizedTest
    @CsvSource({"1, 5", "2, 3", "4, 2", "5, 1", "6, 1", "1000, 1"})
    void pagesTogetherAreTheWholeListInOrderOfCreation(int limit, int pages) {
        var read = readAll(limit);

        assertThat(read)
                .hasSize(pages)
                .allSatisfy(page -> assertThat(page.path("total").asInt()).isEqualTo(5));
        assertThat(read.stream().flatMap(page -> ids(page).stream())).containsExactlyElementsOf(created);
    }

    @Test
    void agentsTunnelsAreReadByPagesToo() {
        var base = "/api/agents/" + agent.id() + "/tunnels?limit=3";

        var first = control.get(base).expect(200);

        var second = control.get(base + "&cursor=" + first.text("nextCursor")).expect(200);
        assertThat(ids(first.json())).isEqualTo(created.subList(0, 3));
        assertThat(ids(second.json())).isEqualTo(created.subList(3, 5));
        assertThat(second.json().path("nextCursor").isNull()).isTrue();
    }

    @Test
    void listIsCompressedForCallersThatAcceptIt() throws IOException {
        var plain = control.get(path).expect(200);

        var compressed = control.get(path, "Accept-Encoding", "br, gzip").expect(200);

        assertThat(plain.header("Content-Encoding")).isNull();
        assertThat(List.of(plain.header("Vary"), compressed.header("Vary")))
                .allMatch("accept-encoding"::equalsIgnoreCase);
        assertThat(compressed.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(compressed.content().length).isLessThan(plain.content().length / 2);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed.content())).readAllBytes())
                .isEqualTo(plain.content());
        assertThat(control.get(path, "Accept-Encoding", "gzip;q=0").header("Content-Encoding"))
                .isNull();
    }

    @Test
    void shortAndSecretAnswersAreNotCompressed() {
        var key = control.post("/api/agents/" + agent.id() + "/api-key", null, "Accept-Encoding", "gzip")
                .expect(200);

        assertThat(key.header("Content-Encoding")).isNull();
        assertThat(control.get(path + "&limit=1", "Accept-Encoding", "gzip").header("Content-Encoding"))
                .isNull();
    }

    @Test
    void whatIsDeletedMeanwhileSkipsNothing() {
        var first = control.get(path + "&limit=2").expect(200);
        control.delete("/api/tunnels/" + created.get(0)).expect(200);
        control.delete("/api/tunnels/" + created.get(1)).expect(200);

        var rest = control.get(path + "&cursor=" + first.text("nextCursor")).expect(200);

        assertThat(ids(rest.json())).isEqualTo(created.subList(2, 5));
        assertThat(rest.json().path("total").asInt()).isEqualTo(3);
    }

    @Test
    void whatIsCreatedMeanwhileComesLast() {
        var first = control.get(path + "&limit=4").expect(200);
        var another = control.createTunnel(ControlApi.uniqueDomain(), agent).toString();

        var rest = control.get(path + "&cursor=" + first.text("nextCursor")).expect(200);

        assertThat(ids(rest.json())).containsExactly(created.get(4), another);
    }

    @Test
    void pageHas100ItemsUnlessToldOtherwise() {
        for (var i = created.size(); i < 101; i++) {
            control.createTunnel(ControlApi.uniqueDomain(), agent);
        }

        var page = control.get(path).expect(200).json();

        assertThat(page.path("tunnels")).hasSize(100);
        assertThat(page.path("total").asInt()).isEqualTo(101);
        assertThat(page.path("nextCursor").isTextual()).isTrue();
    }

    @ParameterizedTest
    @FieldSource("LISTS")
    void everyListHasItsItemsTotalAndCursor(String list) {
        var page = control.get("/api/" + list + "?limit=1000").expect(200);

        assertThat(page.fields()).containsExactlyInAnyOrder(list, "total", "nextCursor");
    }

    @ParameterizedTest
    @FieldSource("LISTS")
    void limitIsANumberFrom1To1000(String list) {
        for (var limit : List.of("0", "-1", "1001", "2147483648", "1.5", "ten", "%00", "1,2")) {
            assertInvalid(control.get("/api/" + list + "?limit=" + limit), "limit");
        }
    }

    @ParameterizedTest
    @FieldSource("LISTS")
    void cursorIsOneThatWasGiven(String list) {
        for (var cursor : List.of("x", "%00", "1", "AAAA", agent.id().toString(), "%F0%9F%98%80")) {
            assertInvalid(control.get("/api/" + list + "?cursor=" + cursor), "cursor");
        }
    }

    @Test
    void cursorAfterTheLastItemGivesAnEmptyPage() {
        var nearlyAll = control.get(path + "&limit=4").expect(200).text("nextCursor");
        control.delete("/api/tunnels/" + created.get(4)).expect(200);

        var page = control.get(path + "&cursor=" + nearlyAll).expect(200).json();

        assertThat(page.path("tunnels")).isEmpty();
        assertThat(page.path("nextCursor").isNull()).isTrue();
    }

    private List<JsonNode> readAll(int limit) {
        var pages = new ArrayList<JsonNode>();
        var cursor = "";
        do {
            pages.add(control.get(path + "&limit=" + limit + cursor).expect(200).json());
            cursor = "&cursor=" + pages.getLast().path("nextCursor").asText();
        } while (!pages.getLast().path("nextCursor").isNull());
        return pages;
    }

    private static List<String> ids(JsonNode page) {
        return page.path("tunnels")
                .valueStream()
                .map(item -> item.path("id").asText())
                .toList();
    }
}
