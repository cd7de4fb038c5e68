package io.kakuremichi.control.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.kakuremichi.control.certificate.Certificates;
import io.kakuremichi.control.harness.Bodies.StatusBody;
import io.kakuremichi.control.harness.Bodies.StatusItem;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.TestClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tunnels and certificates: what people do with them, and what appears by itself. */
@BrowserTest
class TunnelsIT {
    @Test
    void tunnelIsCreatedForAnAgentChosenByName(Consoles consoles) {
        var agent = consoles.api().createAgent().connect();
        var domain = ControlApi.uniqueDomain();
        var console = consoles.operator().open("tunnels").awaitData();

        console.button("tunnels.create").click();
        console.field("field.domain").fill(domain);
        console.chooseAgent(agent);
        console.field("field.target").fill("localhost:8080");
        console.button("action.create").click();

        assertThat(console.dialog()).hasCount(0);
        assertThat(console.row(domain)).containsText(nameOf(agent));
        agent.awaits("tunnel_create", data -> data.path("domain").asText().equals(domain));
    }

    @Test
    void refusedTargetIsExplainedAtItsField(Consoles consoles) {
        var agent = consoles.api().createAgent();
        var console = consoles.operator().open("tunnels").awaitData();
        console.watch().expectStatus(400);

        console.button("tunnels.create").click();
        console.field("field.domain").fill(ControlApi.uniqueDomain());
        console.chooseAgent(agent);
        console.field("field.target").fill("nowhere");
        console.button("action.create").click();

        assertThat(console.field("field.target")).hasAttribute("aria-invalid", "true");
    }

    @Test
    void takenDomainIsExplained(Consoles consoles) {
        var agent = consoles.api().createAgent();
        var domain = ControlApi.uniqueDomain();
        consoles.api().createTunnel(domain, agent);
        var console = consoles.operator().open("tunnels").awaitData();
        console.watch().expectStatus(409);

        console.button("tunnels.create").click();
        console.field("field.domain").fill(domain);
        console.chooseAgent(agent);
        console.field("field.target").fill("localhost:8080");
        console.button("action.create").click();

        assertThat(console.dialog().getByRole(AriaRole.ALERT)).isVisible();
    }

    @Test
    void tunnelIsMovedToAnotherAgent(Consoles consoles) {
        var from = consoles.api().createAgent().connect();
        var to = consoles.api().createAgent().connect();
        var domain = ControlApi.uniqueDomain();
        var tunnel = consoles.api().createTunnel(domain, from);
        var console = consoles.operator().open("tunnels/" + tunnel);

        console.button("action.edit").click();
        console.chooseAgent(to);
        console.field("field.target").fill("10.0.0.9:81");
        console.field("field.description").fill("moved");
        console.field("field.httpProxy").check();
        console.button("action.save").click();

        assertThat(console.dialog()).hasCount(0);
        assertThat(console.main()).containsText(nameOf(to));
        assertThat(console.main()).containsText("10.0.0.9:81");
        var changed = consoles.api().get("/api/tunnels/" + tunnel).json();
        org.assertj.core.api.Assertions.assertThat(
                        changed.path("httpProxyEnabled").asBoolean())
                .isTrue();
        org.assertj.core.api.Assertions.assertThat(
                        changed.path("socksProxyEnabled").asBoolean())
                .isFalse();
        from.awaits("tunnel_delete");
        to.awaits("tunnel_create", data -> data.path("target").asText().equals("10.0.0.9:81"));
    }

    @Test
    void managerIsNamedBeforeAChangeThatItOverwrites(Consoles consoles) {
        var tunnel = consoles.api()
                .createTunnel(ControlApi.uniqueDomain(), consoles.api().createAgent());
        var console = consoles.operator();
        console.page().route("**/api/tunnels/" + tunnel, call -> {
            var answer = call.fetch();
            var managed = answer.text().replace("\"managedBy\":null", "\"managedBy\":\"gitops\"");
            call.fulfill(new Route.FulfillOptions().setResponse(answer).setBody(managed));
        });

        console.open("tunnels/" + tunnel).awaitData();

        assertThat(console.main()).containsText(Texts.of("field.managedBy"));
        for (var action : List.of("action.edit", "action.delete")) {
            console.button(action).click();
            assertThat(console.dialog()).containsText(Texts.of("managed.warning", "gitops"));
            console.button("action.cancel").click();
        }
    }

    @Test
    void changeOfAnotherPersonIsShownBeforeItIsOverwritten(Consoles consoles) {
        var tunnel = consoles.api()
                .createTunnel(ControlApi.uniqueDomain(), consoles.api().createAgent());
        var console = consoles.operator().open("tunnels/" + tunnel);
        console.watch().expectStatus(412);
        console.button("action.edit").click();
        console.field("field.target").fill("localhost:1");

        consoles.api().changeTunnel(tunnel, Map.of("target", "localhost:2"));
        console.button("action.save").click();
        assertThat(console.dialog()).containsText("localhost:2");
        console.button("form.again").click();

        assertThat(console.dialog()).hasCount(0);
        assertThat(console.main()).containsText("localhost:1");
    }

    @Test
    void tunnelIsDisabledEnabledAndDeletedInTheList(Consoles consoles) {
        var agent = consoles.api().createAgent().connect();
        var domain = ControlApi.uniqueDomain();
        var tunnel = consoles.api().createTunnel(domain, agent);
        var console = consoles.operator().open("tunnels").awaitData();
        console.search().fill(domain);

        console.button("tunnel.disable.of", domain).click();
        assertThat(console.row(domain)).containsText(Texts.of("status.disabled"));
        agent.awaits("tunnel_update", data -> !data.path("enabled").asBoolean(true));
        console.button("tunnel.enable.of", domain).click();
        assertThat(console.row(domain)).not().containsText(Texts.of("status.disabled"));
        console.button("tunnel.delete.of", domain).click();
        console.confirmWith(domain, "action.delete");

        assertThat(console.row(domain)).hasCount(0);
        consoles.api().get("/api/tunnels/" + tunnel).expect(404);
    }

    @Test
    void reportedStatusAppearsByItself(Consoles consoles) {
        var agent = consoles.api().createAgent().connect();
        var domain = ControlApi.uniqueDomain();
        consoles.api().createTunnel(domain, agent);
        var console = consoles.viewer().open("tunnels").awaitData();
        console.search().fill(domain);
        assertThat(console.row(domain)).containsText(Texts.of("status.unreported"));

        agent.send("status", new StatusBody(new StatusItem(domain, "up")));
        assertThat(console.row(domain)).containsText(Texts.of("status.up"));
        agent.send("status", new StatusBody(new StatusItem(domain, "down")));

        assertThat(console.row(domain)).containsText(Texts.of("status.down"));
    }

    /** What it reported before is not true any more. */
    @Test
    void tunnelOfAnAgentThatWentOfflineIsNotShownAsUp(Consoles consoles) {
        var agent = consoles.api().createAgent().connect();
        var domain = ControlApi.uniqueDomain();
        var tunnel = consoles.api().createTunnel(domain, agent);
        agent.awaits("tunnel_create");
        agent.send("status", new StatusBody(new StatusItem(domain, "up")));
        var list = consoles.viewer().open("tunnels?status=up&q=" + domain);
        var page = consoles.viewer().open("tunnels/" + tunnel);
        assertThat(list.row(domain)).containsText(Texts.of("status.up"));
        assertThat(page.main()).containsText(Texts.of("status.up"));

        agent.cut();

        assertThat(list.row(domain)).hasCount(0);
        assertThat(page.main()).containsText(Texts.of("status.agentOffline"));
        assertThat(list.open("tunnels?status=down&q=" + domain).row(domain))
                .containsText(Texts.of("status.agentOffline"));
    }

    /** A role may have been taken away while the page is open. */
    @Test
    void refusedChangeNamesTheRoleThatItNeeds(Consoles consoles) {
        var tunnel = consoles.api()
                .createTunnel(ControlApi.uniqueDomain(), consoles.api().createAgent());
        var console = consoles.operator().open("tunnels/" + tunnel).awaitData();
        console.watch().expectStatus(403);
        console.page().route("**/api/tunnels/" + tunnel, call -> {
            var headers = new HashMap<>(call.request().headers());
            headers.put("authorization", "Bearer " + consoles.control().token("viewer"));
            call.resume(new Route.ResumeOptions().setHeaders(headers));
        });

        console.button("action.disable").click();

        assertThat(console.text("failure.role", Texts.of("role.operator"))).isVisible();
    }

    @Test
    void certificateAppearsAndIsDeleted(Consoles consoles) {
        var domain = ControlApi.uniqueDomain();
        consoles.api().createTunnel(domain, consoles.api().createAgent());
        var console = consoles.admin().open("certificates").awaitData();

        var made = Certificates.ec().domain(domain).make();
        consoles.api().createGateway().connect().send("certificate_obtained", made.data(domain));
        assertThat(console.row(domain)).isVisible();
        console.button("certificate.delete.of", domain).click();
        console.confirmWith(domain, "action.delete");

        assertThat(console.row(domain)).hasCount(0);
        consoles.api().get("/api/certificates/" + domain).expect(404);
    }

    @Test
    void viewersSeeNoActions(Consoles consoles) {
        var domain = ControlApi.uniqueDomain();
        var tunnel = consoles.api().createTunnel(domain, consoles.api().createAgent());
        var console = consoles.viewer().open("tunnels").awaitData();
        assertThat(console.button("tunnels.create")).hasCount(0);
        assertThat(console.button("tunnel.delete.of", domain)).hasCount(0);

        console.open("tunnels/" + tunnel);

        assertThat(console.main()).containsText(domain);
        assertThat(console.main().getByRole(AriaRole.BUTTON)).hasCount(0);
    }

    private static String nameOf(TestClient agent) {
        return agent.created().path("name").asText();
    }
}
