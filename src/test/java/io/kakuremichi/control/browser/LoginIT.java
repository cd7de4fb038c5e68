package io.kakuremichi.control.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.SameSiteAttribute;
import org.junit.jupiter.api.Test;

/** Coming and going. */
@BrowserTest
class LoginIT {
    @Test
    void tokenOpensTheConsole(Consoles consoles) {
        var console = consoles.stranger().open("agents");
        console.watch().addSecret(consoles.control().token("viewer"));

        console.field("login.token").fill(consoles.control().token("viewer"));
        console.button("login.submit").click();

        assertThat(console.navigation()).isVisible();
        assertThat(console.heading()).hasText(Texts.of("nav.agents"));
        console.page().reload();
        assertThat(console.heading()).hasText(Texts.of("nav.agents"));
    }

    @Test
    void wrongTokenIsExplainedAtItsField(Consoles consoles) {
        var console = consoles.stranger().open("");
        console.watch().expectStatus(401);

        console.field("login.token").fill("no-token-of-ours");
        console.button("login.submit").click();

        assertThat(console.field("login.token")).hasAttribute("aria-invalid", "true");
        assertThat(console.page().context().cookies()).isEmpty();
    }

    @Test
    void logoutEndsTheSession(Consoles consoles) {
        var console = consoles.viewer().open("");
        var before = console.page().context().cookies();
        assertThat(before).hasSize(1);

        console.button("shell.logout").click();

        assertThat(console.field("login.token")).isVisible();
        assertThat(console.page().context().cookies()).isEmpty();
        var cookie = before.getFirst();
        consoles.api()
                .get("/api/agents", "Authorization", "", "Cookie", cookie.name + "=" + cookie.value)
                .expect(401);
    }

    @Test
    void revokedTokenLeadsToTheLogin(Consoles consoles) {
        var token = consoles.api().createToken("viewer");
        var console = consoles.stranger().loginByRest(token.text("token")).open("agents");
        console.watch().expectStatus(401).expectCut();

        consoles.api().delete("/api/tokens/" + token.uuid("id")).expect(200);

        assertThat(console.field("login.token")).isVisible();
    }

    /** With Control's own certificate, no proxy in front: browsers keep the session for https only. */
    @Test
    void issuerOpensTheConsoleOverTls(Consoles consoles) {
        var console = consoles.stranger(consoles.control().tlsBase(), options -> options.setIgnoreHTTPSErrors(true))
                .open("agents");
        console.watch().expectOrigin(consoles.control().issuerOrigin());

        console.link("login.oidc").click();

        assertThat(console.navigation()).isVisible();
        console.page().reload();
        assertThat(console.navigation()).isVisible();
        assertThat(console.page().url()).startsWith(consoles.control().tlsBase().toString());
        assertThat(console.page().context().cookies()).singleElement().satisfies(cookie -> {
            assertThat(cookie.name).isEqualTo("__Host-kakuremichi");
            assertThat(cookie.secure).isTrue();
            assertThat(cookie.httpOnly).isTrue();
            assertThat(cookie.sameSite).isEqualTo(SameSiteAttribute.STRICT);
        });
    }

    @Test
    void issuerOpensTheConsole(Consoles consoles) {
        var console = consoles.stranger().open("");
        console.watch().expectOrigin(consoles.control().issuerOrigin());

        console.link("login.oidc").click();

        assertThat(console.heading()).hasText(Texts.of("nav.overview"));
        console.page().reload();
        assertThat(console.navigation()).isVisible();
    }
}
