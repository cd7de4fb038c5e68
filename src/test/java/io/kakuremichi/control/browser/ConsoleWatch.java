package io.kakuremichi.control.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * Watches one browser context for what no page of the console may do: errors in the browser's console, uncaught errors, reports of the
 * content security policy, requests to another origin, and secrets where scripts or people can read them.
 */
final class ConsoleWatch {
    private static final Pattern NOT_LOADED =
            Pattern.compile("Failed to load resource: .*status of (\\d+).*", Pattern.DOTALL);
    private static final Pattern CUT =
            Pattern.compile("Failed to load resource: net::ERR_\\w+|.*net::ERR_\\w+.*", Pattern.DOTALL);

    private static final Pattern ONE_RESOURCE = Pattern.compile("/api/(agents|gateways|tunnels|certificates)/[^/:]+");

    /** Everything that scripts of the page can read. */
    private static final String READABLE = """
            () => JSON.stringify([location.href, history.state, {...localStorage}, {...sessionStorage}, document.cookie, window.name,
                document.documentElement.outerHTML])""";

    private final BrowserContext context;
    private final Set<String> origins = new HashSet<>();
    private final Set<Integer> expectedStatuses = new HashSet<>();
    private final Set<String> secrets = new HashSet<>();
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final List<String> addresses = new CopyOnWriteArrayList<>();
    private boolean cutExpected;

    ConsoleWatch(BrowserContext context, URI base) {
        this.context = context;
        origins.add(originOf(base));
        context.onConsoleMessage(this::console);
        context.onWebError(error -> fault("uncaught error: " + error.error()));
        context.onRequest(this::request);
        context.onResponse(this::response);
        context.exposeBinding("reportCspViolation", (source, arguments) -> {
            fault("content security policy: " + arguments[0]);
            return null;
        });
        context.addInitScript("""
                document.addEventListener('securitypolicyviolation', event => window.reportCspViolation(
                    `${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`));""");
    }

    /** The server may answer a call of a page with that error. */
    ConsoleWatch expectStatus(int status) {
        expectedStatuses.add(status);
        return this;
    }

    /** Connections may be cut or refused. */
    ConsoleWatch expectCut() {
        cutExpected = true;
        return this;
    }

    /** The page may go to that origin. */
    ConsoleWatch expectOrigin(URI other) {
        origins.add(originOf(other));
        return this;
    }

    /** Scripts and addresses must not show that. */
    void addSecret(String secret) {
        secrets.add(secret);
    }

    List<String> log() {
        return log;
    }

    void check(Page page) {
        if (!page.isClosed()) {
            var readable = (String) page.evaluate(READABLE);
            for (var cookie : context.cookies()) {
                secrets.add(cookie.value);
                assertThat(cookie.httpOnly)
                        .as("%s is for the server alone", cookie.name)
                        .isTrue();
            }
            for (var secret : secrets) {
                assertThat(readable).as("what scripts can read").doesNotContain(secret);
                assertThat(addresses).as("addresses").noneMatch(address -> address.contains(secret));
                assertThat(log).as("the browser's log").noneMatch(line -> line.contains(secret));
            }
        }
        assertThat(faults).as("what no page may do").isEmpty();
    }

    private void console(ConsoleMessage message) {
        log.add("console " + message.type() + ": " + message.text() + " at " + message.location());
        if ((message.type().equals("error") || message.type().equals("warning")) && !isExpected(message)) {
            fault("console " + message.type() + ": " + message.text() + " at " + message.location());
        }
    }

    private boolean isExpected(ConsoleMessage message) {
        var notLoaded = NOT_LOADED.matcher(message.text());
        if (notLoaded.matches()) {
            var status = Integer.parseInt(notLoaded.group(1));
            // The only way to learn that nobody is logged in, as scripts cannot see the cookie.
            var asks = status == 401 && message.location().contains("/api/session");
            // What an event names is read a moment later, and may have been deleted by then.
            var wasDeleted =
                    status == 404 && ONE_RESOURCE.matcher(message.location()).find();
            return asks || wasDeleted || expectedStatuses.contains(status);
        }
        return cutExpected && CUT.matcher(message.text()).matches();
    }

    private void request(Request request) {
        addresses.add(request.url());
        var address = URI.create(request.url().replaceFirst("#.*", "").replace("|", "%7C"));
        log.add("request " + request.method() + " " + request.url());
        var local = Set.of("data", "blob", "about").contains(address.getScheme());
        if (!local && !origins.contains(originOf(address))) {
            fault("request to another origin: " + request.url());
        }
    }

    private void response(Response response) {
        log.add("response " + response.status() + " " + response.url());
    }

    private void fault(String fault) {
        log.add("FAULT " + fault);
        faults.add(fault);
    }

    private static String originOf(URI address) {
        return address.getScheme() + "://" + address.getAuthority();
    }
}
