package io.kakuremichi.control.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlApi.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Calls Control as the console in a browser does: by cookie. */
public record Browser(ControlApi control, String cookie) {
    private static final Pattern SET =
            Pattern.compile("((?:__Host-)?kakuremichi=[A-Za-z0-9_-]{43}); Path=/; Max-Age=([0-9]+);"
                    + " HttpOnly; SameSite=Strict(; Secure)?");

    /** Logs in with a token. */
    public static Browser login(ControlApi control, String token) {
        return new Browser(control, cookieOf(tryLogin(control, token).expect(200)));
    }

    static Answer tryLogin(ControlApi control, String token, String... headers) {
        var all = new ArrayList<>(List.of("Authorization", ""));
        all.addAll(List.of(headers));
        return control.post("/api/session", new Login(token), all.toArray(String[]::new));
    }

    /** The cookie that an answer sets, as a browser sends it back. */
    public static String cookieOf(Answer answer) {
        var set = answer.headers().getValues("Set-Cookie").stream()
                .map(SET::matcher)
                .filter(Matcher::matches)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no session in " + answer.headers()));
        assertThat(set.group(3) != null).isEqualTo(set.group(1).startsWith("__Host-"));
        assertThat(Integer.parseInt(set.group(2))).isBetween(1, 12 * 60 * 60);
        return set.group(1);
    }

    public Answer get(String path) {
        return call("GET", path, null);
    }

    /** A call of a script of the console. */
    public Answer call(String method, String path, @Nullable Object body) {
        return bare(method, path, body, "Kakuremichi-Console", "1");
    }

    /** A call with the cookie alone and these headers. */
    Answer bare(String method, String path, @Nullable Object body, String... headers) {
        var all = new ArrayList<>(List.of("Authorization", "", "Cookie", cookie));
        all.addAll(List.of(headers));
        return control.call(method, path, body, all.toArray(String[]::new));
    }

    private record Login(String token) {}
}
