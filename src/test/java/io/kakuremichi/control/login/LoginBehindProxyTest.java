package io.kakuremichi.control.login;

import static io.kakuremichi.control.rest.RestAssertions.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlTest;
import io.kakuremichi.control.harness.TestDatabase;
import io.kakuremichi.control.session.LowLimits;
import io.quarkus.test.junit.TestProfile;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Logins through a trusted proxy, with low limits. */
@ControlTest
@TestProfile(LowLimits.class)
class LoginBehindProxyTest {
    private final ControlApi control = ControlApi.ofTest();

    @Test
    void cookieIsForTlsOnlyWhereTheBrowserUsesTls() {
        var login = Browser.tryLogin(control, TestDatabase.ADMIN_TOKEN, "X-Forwarded-Proto", "https");
        var cookie = Browser.cookieOf(login.expect(200));

        assertThat(cookie).startsWith("__Host-");
        var browser = new Browser(control, cookie);
        browser.bare("GET", "/api/session", null, "X-Forwarded-Proto", "https").expect(200);
        // Without TLS, another site of the same name could have set it.
        assertError(browser.bare("GET", "/api/session", null), 401, "UNAUTHORIZED");
        assertThat(Browser.login(control, TestDatabase.ADMIN_TOKEN).cookie()).startsWith("kakuremichi=");
    }

    @Test
    void wrongTokensCountAsFailedAuthentications() {
        var proxy = new String[] {"X-Forwarded-Proto", "https", "X-Forwarded-For", "192.0.2.77"};
        IntStream.range(0, 5)
                .forEach(attempt -> Browser.tryLogin(control, "none", proxy).expect(401));

        var refused = Browser.tryLogin(control, TestDatabase.ADMIN_TOKEN, proxy);

        assertError(refused, 429, "RATE_LIMITED");
        assertThat(refused.header("Retry-After")).isNotNull();
    }

    @Test
    void plainTextOfANetworkIsRefused() {
        var proxy = new String[] {"X-Forwarded-Proto", "http", "X-Forwarded-For", "192.0.2.78"};

        assertError(Browser.tryLogin(control, TestDatabase.ADMIN_TOKEN, proxy), 403, "FORBIDDEN");
        assertError(control.get("/console/", proxy), 403, "FORBIDDEN");
    }
}
