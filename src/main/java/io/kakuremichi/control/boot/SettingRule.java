package io.kakuremichi.control.boot;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.common.utils.StringUtil;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A setting of Control and its allowed values.
 *
 * @param optional whether an empty value counts as none; others have a default, which an empty value would replace
 * @param isSecret whether its value is never printed
 */
record SettingRule(String property, AllowedValues allowed, boolean optional, boolean isSecret) {
    private static final int QUOTED_AT_MOST = 100;

    /** User and password of a URL. */
    private static final Pattern USER_INFO = Pattern.compile("://.*@");

    /** The environment variable, by which the documentation and all messages name the setting. */
    String variable() {
        return variable(property);
    }

    static String variable(String property) {
        return StringUtil.replaceNonAlphanumericByUnderscores(property).toUpperCase(Locale.ROOT);
    }

    /** One sentence if the configured value is not allowed. */
    Optional<String> fault(SmallRyeConfig config) {
        var configured = config.getConfigValue(property);
        if (configured.getValue() == null && configured.getRawValue() != null) {
            return Optional.of(
                    "%s contains an expression ${…} that names no other setting; a literal one is written \\${"
                            .formatted(variable()));
        }
        var value = configured.getValue();
        var fault = value == null ? Optional.<String>empty() : fault(value);
        // A list may also be set one element at a time.
        for (var index = 0; fault.isEmpty(); index++) {
            var element = config.getConfigValue(property + "[" + index + "]").getValue();
            if (element == null) {
                break;
            }
            fault = fault(element);
        }
        return fault;
    }

    private Optional<String> fault(String value) {
        if (value.isEmpty() && optional || allowed.test().test(value)) {
            return Optional.empty();
        }
        return Optional.of("%s is %s, but must be %s".formatted(variable(), shown(value), allowed.description()));
    }

    private String shown(String value) {
        if (isSecret) {
            return "not valid";
        }
        return value.isEmpty() ? "empty" : quoted(USER_INFO.matcher(value).replaceAll("://…@"));
    }

    /** What is invisible is written as an escape. */
    static String quoted(String value) {
        var text = new StringBuilder("\"");
        value.codePoints().limit(QUOTED_AT_MOST).forEach(point -> {
            if (Character.isISOControl(point) || Character.getType(point) == Character.FORMAT) {
                text.append("\\u").append(String.format(Locale.ROOT, "%04x", point));
            } else {
                text.appendCodePoint(point);
            }
        });
        return text.append(value.codePointCount(0, value.length()) > QUOTED_AT_MOST ? "…\"" : "\"")
                .toString();
    }
}
