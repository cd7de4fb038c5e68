package io.kakuremichi.control.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.kakuremichi.control.harness.Bodies.StatusBody;
import io.kakuremichi.control.harness.Bodies.StatusItem;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.TestClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Agents and gateways: what people do with them, and what appears by itself. */
@BrowserTest
class ClientsIT {
    @Test
    void newAgentShowsItsKeyOnce(Consoles consoles) {
        var name = ControlApi.uniqueName("agent");
        var console = consoles.as(
                        "admin", options -> options.setPermissions(List.of("clipboard-read", "clipboard-write")))
                .open("agents");

        console.button("agents.create").click();
        console.field("field.name").fill(name);
        console.button("action.create").click();

        var key = console.secret().innerText();
        assertThat(console.page().getByTestId("secret-lines")).containsText("API_KEY=" + key);
        consoles.api().clientWithKey("agent", key).connect().close();
        console.button("secret.copy", Texts.of("field.apiKey")).click();
        assertThat(console.page().evaluate("() => navigator.clipboard.readText()"))
                .isEqualTo(key);
        console.button("secret.done").click();
        assertThat(console.heading()).hasText(name);
        assertThat(console.page().content()).doesNotContain(key);
    }

    @Test
    void gatewayIsCreatedAndChanged(Consoles consoles) {
        var name = ControlApi.uniqueName("gateway");
        var console = consoles.admin().open("gateways");

        console.button("gateways.create").click();
        console.field("field.name").fill(name);
        console.field("field.region").fill("asia");
        console.field("field.publicIp").fill("203.0.113.9");
        console.field("field.metadata").fill("[]");
        console.button("action.create").click();
        assertThat(console.text("field.metadata.object")).isVisible();
        console.field("field.metadata").fill("{\"rack\": 1.0}");
        console.button("action.create").click();
        console.button("secret.done").click();
        console.button("action.edit").click();
        console.field("field.publicIp").fill("2001:db8::9");
        console.button("action.save").click();

        assertThat(console.dialog()).hasCount(0);
        assertThat(console.main()).containsText("2001:db8::9");
        assertThat(console.main()).containsText("asia");
        assertThat(console.main()).containsText("\"rack\": 1.0");
    }

    @Test
    void agentIsRenamedAndItsMetadataReplaced(Consoles consoles) {
        var agent = consoles.api().createAgent();
        var name = ControlApi.uniqueName("renamed");
        var console = consoles.admin().open("agents/" + agent.id());

        console.button("action.edit").click();
        console.field("field.name").fill(name);
        console.button("action.save").click();
        assertThat(console.heading()).hasText(name);
        console.button("client.metadata.edit").click();
        console.field("field.metadata").fill("{\"rack\": 12345678901234567890}");
        console.button("action.save").click();

        assertThat(console.dialog()).hasCount(0);
        var changed = consoles.api().get("/api/agents/" + agent.id());
        assertThat(changed.text("name")).isEqualTo(name);
        assertThat(changed.body()).contains("12345678901234567890");
    }

    @Test
    void keysAreReplaced(Consoles consoles) {
        var agent = consoles.api().createAgent();
        var console = consoles.admin().open("agents/" + agent.id());

        console.button("client.rotate").click();
        console.button("client.rotate").click();
        assertThat(console.text("client.rotate.done")).isVisible();
        console.button("client.newKey").click();
        console.button("client.newKey").click();
        var key = console.secret().innerText();
        console.button("secret.done").click();

        agent.withKey(key).connect().close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"agents", "gateways"})
    void deletionNeedsTheName(String kind, Consoles consoles) {
        var name = ControlApi.uniqueName("deleted");
        var client = kind.equals("agents")
                ? consoles.api().createAgent(name)
                : consoles.api().createGateway(name);
        var path = kind + "/" + client.id();
        var console = consoles.admin().open(path);

        console.button("action.delete").click();
        assertThat(console.button("action.delete")).isDisabled();
        console.confirmWith(name, "action.delete");

        assertThat(console.heading()).hasText(Texts.of("nav." + kind));
        consoles.api().get("/api/" + path).expect(404);
    }

    @Test
    void refusedNameIsExplainedAtItsField(Consoles consoles) {
        var taken = ControlApi.uniqueName("agent");
        consoles.api().createAgent(taken);
        var console = consoles.admin().open("agents");
        console.watch().expectStatus(400).expectStatus(409);

        console.button("agents.create").click();
        console.field("field.name").fill("no spaces, please");
        console.button("action.create").click();

        assertThat(console.field("field.name")).hasAttribute("aria-invalid", "true");
        assertThat(console.field("field.name")).isFocused();
        assertThat(console.dialog().locator(".field-error")).isVisible();
        console.field("field.name").fill(taken);
        console.button("action.create").click();
        assertThat(console.dialog().getByRole(AriaRole.ALERT)).containsText(taken);
    }

    @Test
    void changeOfAnotherPersonIsShownBeforeItIsOverwritten(Consoles consoles) {
        var agent = consoles.api().createAgent();
        var theirs = ControlApi.uniqueName("theirs");
        var mine = ControlApi.uniqueName("mine");
        var console = consoles.admin().open("agents/" + agent.id());
        console.watch().expectStatus(412);
        console.button("action.edit").click();
        console.field("field.name").fill(mine);

        consoles.api()
                .patch("/api/agents/" + agent.id(), Map.of("name", theirs))
                .expect(200);
        console.button("action.save").click();

        assertThat(console.dialog()).containsText(theirs);
        console.button("form.again").click();
        assertThat(console.heading()).hasText(mine);
    }

    @ParameterizedTest
    @ValueSource(strings = {"viewer", "operator"})
    void onlyAdminsSeeActions(String role, Consoles consoles) {
        var agent = consoles.api().createAgent();
        var console = consoles.as(role, options -> {}).open("agents").awaitData();
        assertThat(console.button("agents.create")).hasCount(0);

        console.open("agents/" + agent.id()).awaitData();

        assertThat(console.main()).containsText(agent.id().toString());
        assertThat(console.main().getByRole(AriaRole.BUTTON)).hasCount(0);
    }

    @Test
    void changesAppearByThemselves(Consoles consoles) {
        var console = consoles.viewer().open("agents").awaitData();
        var name = ControlApi.uniqueName("live");

        var agent = consoles.api().createAgent(name);
        console.search().fill(name.substring(4));
        assertThat(console.row(name)).containsText(Texts.of("status.offline"));
        agent.connect();
        assertThat(console.row(name)).containsText(Texts.of("status.online"));
        agent.send("config_ack", Map.of("success", false, "error", "no room"));
        assertThat(console.row(name)).containsText(Texts.of("sync.failed"));
        agent.send("config_ack", Map.of("success", true));
        assertThat(console.row(name)).containsText(Texts.of("sync.current"));
        agent.cut();
        assertThat(console.row(name)).containsText(Texts.of("status.offline"));
        consoles.api().delete("/api/agents/" + agent.id()).expect(200);

        assertThat(console.row(name)).hasCount(0);
    }

    /** Agents and gateways are in different lists. */
    @Test
    void countOfAProblemLeadsToItsClients(Consoles consoles) {
        var agent = consoles.api().createAgent().connect();
        var gateway = consoles.api().createGateway().connect();
        var domain = ControlApi.uniqueDomain();
        consoles.api().createTunnel(domain, agent);
        List.of(agent, gateway)
                .forEach(client -> client.send("config_ack", Map.of("success", false, "error", "no room")));
        agent.awaits("tunnel_create");
        agent.send("status", new StatusBody(new StatusItem(domain, "down")));
        var console = consoles.viewer();

        assertCountLeadsTo(agent, "nav.agents", console.open(""));
        assertCountLeadsTo(gateway, "nav.gateways", console.open(""));
        consoles.api().delete("/api/gateways/" + gateway.id()).expect(200);
    }

    private static void assertCountLeadsTo(TestClient client, String list, ConsolePage console) {
        var text = Texts.of("problem.kind.client_error") + " · " + Texts.of(list);
        console.main()
                .getByRole(AriaRole.LINK)
                .filter(new Locator.FilterOptions().setHasText(text))
                .click();

        assertThat(console.heading()).hasText(Texts.of(list));
        assertThat(console.row(client.created().path("name").asText())).containsText(Texts.of("sync.failed"));
    }

    @Test
    void missingObjectIsAskedForOnce(Consoles consoles) {
        var console = consoles.admin();
        var missing = UUID.randomUUID().toString();
        var asked = new ArrayList<String>();
        console.page().onRequest(request -> asked.add(request.url()));
        console.page().clock().install();

        // Certificates are read when the stream has begun, after which everything on a page is read again.
        console.page().waitForResponse("**/api/certificates**", () -> console.open("agents/" + missing));
        console.page().clock().runFor(2_000);

        assertThat(console.text("failure.gone")).isVisible();
        assertThat(asked)
                .filteredOn(url -> url.contains(missing) && url.contains("/api/"))
                .hasSize(1);
    }

    @Test
    void agentIsCreatedAndDeletedByKeyboardAlone(Consoles consoles) {
        var name = ControlApi.uniqueName("keys");
        var console = consoles.admin().open("agents").awaitData();

        console.tabTo(console.button("agents.create"));
        console.press("Enter");
        assertThat(console.field("field.name")).isFocused();
        console.type(name);
        console.press("Enter");
        assertThat(console.secret()).isVisible();
        console.tabTo(console.button("secret.done"));
        console.press("Enter");
        assertThat(console.heading()).hasText(name);
        console.tabTo(console.button("action.delete"));
        console.press("Enter");
        console.type(name);
        console.press("Enter");

        assertThat(console.heading()).hasText(Texts.of("nav.agents"));
        assertThat(console.row(name)).hasCount(0);
    }
}
