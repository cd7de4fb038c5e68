package io.kakuremichi.control.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.kakuremichi.control.harness.ControlApi;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tokens, the audit, backups: pages of admins. */
@BrowserTest
class AdminIT {
    @Test
    void newTokenWorksUntilItIsRevoked(Consoles consoles) {
        var name = ControlApi.uniqueName("token");
        var console = consoles.admin().open("tokens").awaitData();

        console.button("tokens.create").click();
        console.field("field.name").fill(name);
        console.field("field.role").selectOption("operator");
        console.button("action.create").click();
        var token = console.secret().innerText();
        console.button("secret.done").click();
        assertThat(console.row(name)).containsText(Texts.of("role.operator"));
        var holder = consoles.api().withToken(token);
        holder.get("/api/agents").expect(200);
        console.button("token.revoke.of", name).click();
        console.confirmWith(name, "token.revoke");

        assertThat(console.row(name)).hasCount(0);
        holder.get("/api/agents").expect(401);
    }

    @Test
    void enrollmentKeyIsUsedRevokedAndDeleted(Consoles consoles) {
        var name = ControlApi.uniqueName("web");
        var console = consoles.admin().open("enrollment").awaitData();

        console.button("enrollment.create").click();
        console.field("field.name").fill(name);
        console.field("enrollment.uses").fill("2");
        console.field("enrollment.ephemeral").selectOption("PT1H");
        console.field("field.metadata").fill("{\"rack\": 12345678901234567890}");
        console.button("action.create").click();
        var key = console.secret().innerText();
        assertThat(console.page().getByTestId("secret-lines"))
                .containsText("KAKUREMICHI_ENROLLMENT_KEY=" + key + " \\\n  kakuremichi-control enroll --url "
                        + consoles.api().base());
        console.button("secret.done").click();
        assertThat(console.row(name)).containsText("0 / 2");
        var machine = enroll(consoles, key).expect(201).uuid("id");
        console.open("agents/" + machine).awaitData();
        assertThat(console.main()).containsText("12345678901234567890");
        assertThat(console.main()).containsText(Texts.of("client.removal"));
        assertThat(console.main()).containsText(Texts.of("enrollment.after", "1 hour"));
        console.main()
                .getByRole(AriaRole.LINK)
                .filter(new Locator.FilterOptions().setHasText(name))
                .click();
        assertThat(console.row(name)).containsText("1 / 2");
        console.button("enrollment.revoke.of", name).click();
        console.confirmWith(name, "enrollment.revoke");
        assertThat(console.row(name)).containsText(Texts.of("enrollment.state.revoked"));
        enroll(consoles, key).expect(401);
        console.button("enrollment.delete.of", name).click();
        console.confirmWith(name, "enrollment.delete");

        assertThat(console.row(name)).hasCount(0);
        assertThat(console.open("agents/" + machine).awaitData().main()).containsText(Texts.of("field.enrollmentKey"));
    }

    @Test
    void lifetimeOfEphemeralClientsIsInWords(Consoles consoles) {
        var name = ControlApi.uniqueName("year");
        consoles.api().post("/api/enrollment-keys", """
                        {"name": "%s", "type": "agent", "ephemeral": true, "ephemeralAfter": "P365D"}""".formatted(name)).expect(201);

        assertThat(consoles.admin().open("enrollment").row(name)).containsText("365 days");
        assertThat(consoles.as("admin", options -> options.setLocale("ja-JP"))
                        .open("enrollment")
                        .row(name))
                .containsText("365 日");
    }

    private static ControlApi.Answer enroll(Consoles consoles, String key) {
        return consoles.api().post("/api/enroll", Map.of(), "Authorization", "Bearer " + key);
    }

    @Test
    void auditIsFiltered(Consoles consoles) {
        var agent = consoles.api().createAgent();
        consoles.api().createTunnel(ControlApi.uniqueDomain(), agent);
        var console = consoles.admin().open("audit");
        assertThat(console.row("tunnel.create").first()).isVisible();

        console.field("audit.subject").fill(agent.id().toString());

        assertThat(console.rows()).hasCount(2);
        assertThat(console.row("agent.create")).isVisible();
        console.page().reload();
        assertThat(console.rows()).hasCount(2);
    }

    @Test
    void backupIsDownloaded(Consoles consoles) throws IOException {
        var console = consoles.admin().open("system").awaitData();

        var download = console.page()
                .waitForDownload(() -> console.link("system.backup.download").click());

        assertThat(download.suggestedFilename()).endsWith(".zip");
        try (var content = Files.newInputStream(download.path())) {
            assertThat(content.readNBytes(2)).isEqualTo("PK".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }
    }
}
