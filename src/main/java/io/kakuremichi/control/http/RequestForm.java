package io.kakuremichi.control.http;

import io.netty.handler.codec.http.HttpVersion;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether a request has the form that RFC 9110 and RFC 9112 require. The layers behind it each fail in another way when it has not,
 * some with a log line that contains the request's target, and a client's key may be in that.
 */
final class RequestForm {
    private static final Pattern NAME = Pattern.compile("(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*");
    private static final Pattern PORT = Pattern.compile("[0-9]{0,5}");
    private static final int MAX_PORT = 65_535;

    /** Characters that a target may have unescaped (RFC 3986, 3.3 and 3.4). */
    private static final String SPECIAL = "-._~!$&'()*+,;=:@/?";

    private RequestForm() {}

    /** What is wrong with a request, or empty. */
    static Optional<String> fault(HttpVersion version, List<String> hosts, String target) {
        var isCurrent = version.equals(HttpVersion.HTTP_1_1);
        if (!isCurrent && !version.equals(HttpVersion.HTTP_1_0)) {
            return Optional.of("The HTTP version must be 1.1 or 1.0");
        }
        if (hosts.size() > 1 || hosts.isEmpty() && isCurrent || !hosts.isEmpty() && !isAuthority(hosts.getFirst())) {
            return Optional.of(
                    "The request must have one Host header, with a host name or an address and optionally a port");
        }
        if (!isTarget(target)) {
            return Optional.of(
                    "The path and the query must be printable ASCII, with other characters percent-encoded as UTF-8");
        }
        return Optional.empty();
    }

    private static boolean isAuthority(String text) {
        var portAt = text.indexOf(':', text.startsWith("[") ? text.indexOf(']') + 1 : 0);
        var host = portAt < 0 ? text : text.substring(0, portAt);
        var port = portAt < 0 ? "" : text.substring(portAt + 1);
        return isHost(host) && PORT.matcher(port).matches() && (port.isEmpty() || Integer.parseInt(port) <= MAX_PORT);
    }

    private static boolean isHost(String text) {
        if (text.startsWith("[")) {
            return text.endsWith("]")
                    && text.indexOf(':') > 0
                    && Addresses.parse(text.substring(1, text.length() - 1)).isPresent();
        }
        return NAME.matcher(text).matches();
    }

    private static boolean isTarget(String target) {
        // The framework takes the target for a URI; one that begins with a path always is.
        var isPath = target.startsWith("/") && !target.startsWith("//");
        return (isPath || isUri(target)) && isEncoded(target);
    }

    private static boolean isUri(String target) {
        try {
            new URI(target);
            return !target.isEmpty();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Whether all characters may be in a target, and all escapes together are UTF-8. */
    private static boolean isEncoded(String target) {
        if (target.indexOf('%') < 0) {
            return target.chars().allMatch(RequestForm::isPlain);
        }
        var decoded = new ByteArrayOutputStream(target.length());
        for (var i = 0; i < target.length(); i++) {
            var c = target.charAt(i);
            if (c != '%') {
                if (!isPlain(c)) {
                    return false;
                }
                decoded.write(c);
                continue;
            }
            if (i + 2 >= target.length()
                    || !HexFormat.isHexDigit(target.charAt(i + 1))
                    || !HexFormat.isHexDigit(target.charAt(i + 2))) {
                return false;
            }
            decoded.write(HexFormat.fromHexDigits(target, i + 1, i + 3));
            i += 2;
        }
        return isUtf8(decoded.toByteArray());
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean isPlain(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || SPECIAL.indexOf(c) >= 0;
    }
}
