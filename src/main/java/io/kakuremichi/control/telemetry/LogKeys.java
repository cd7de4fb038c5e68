package io.kakuremichi.control.telemetry;

import io.kakuremichi.control.config.ReplicaName;
import io.quarkus.logging.LoggingFilter;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;

/**
 * Copies the {@code key=value} pairs of Control's log messages into the record's {@code mdc}, adds the replica's name, and
 * masks secrets in whatever is logged, by libraries too. Lets every record through. Any thread.
 *
 * <p>A key comes from the message pattern, in front of a {@code %}, and never from an argument, so external input
 * cannot create one. The values come from the record instead of a thread context, so no value can leak from one
 * session's lines to another's.
 */
@RegisterForReflection
@LoggingFilter(name = "keys")
public final class LogKeys implements Filter {
    private static final String OURS = "io.kakuremichi.";
    private static final String REPLICA = "replica";

    private static final ExtFormatter FORMATTER = new ExtFormatter() {
        @Override
        public String format(ExtLogRecord logged) {
            return formatMessage(logged);
        }
    };

    /** A conversion, with its key if it has one. */
    private static final Pattern CONVERSION = Pattern.compile("(?:\\b([A-Za-z]\\w*)=)?%[^%a-zA-Z]*([a-zA-Z%])");

    /** For each pattern, its keys and their argument indexes. At most one entry for each log statement. */
    private final Map<String, Map<String, Integer>> known = new ConcurrentHashMap<>();

    private final String replica =
            ReplicaName.of(ConfigProvider.getConfig().getOptionalValue("kakuremichi.replica", String.class));

    /** Created once by the framework. */
    public LogKeys() {}

    @Override
    public boolean isLoggable(LogRecord logged) {
        if (logged instanceof ExtLogRecord ext) {
            ext.putMdc(REPLICA, replica);
            var arguments = ext.getParameters();
            if (arguments != null
                    && ext.getFormatStyle() == ExtLogRecord.FormatStyle.PRINTF
                    && String.valueOf(ext.getLoggerName()).startsWith(OURS)) {
                known.computeIfAbsent(ext.getMessage(), LogKeys::keys).forEach((key, index) -> {
                    if (index < arguments.length) {
                        ext.putMdc(key, MaskedText.of(String.valueOf(arguments[index])));
                    }
                });
            }
            mask(ext);
        }
        return true;
    }

    private static String text(ExtLogRecord logged) {
        try {
            return String.valueOf(FORMATTER.formatMessage(logged));
        } catch (IllegalArgumentException e) {
            // The pattern does not fit the arguments.
            return logged.getMessage() + " " + Arrays.toString(logged.getParameters());
        }
    }

    private static void mask(ExtLogRecord logged) {
        var text = text(logged);
        var masked = MaskedText.of(text);
        if (!masked.equals(text)) {
            logged.setMessage(masked, ExtLogRecord.FormatStyle.NO_FORMAT);
            logged.setParameters(null);
        }
        var thrown = logged.getThrown();
        var shown = MaskedThrowable.of(thrown);
        if (shown != thrown) {
            logged.setThrown(shown);
        }
    }

    static Map<String, Integer> keys(String pattern) {
        var keys = new LinkedHashMap<String, Integer>();
        var argument = 0;
        var conversions = CONVERSION.matcher(pattern);
        while (conversions.find()) {
            if (conversions.group(2).equals("%") || conversions.group(2).equals("n")) {
                continue;
            }
            if (conversions.group(1) != null) {
                keys.put(conversions.group(1), argument);
            }
            argument++;
        }
        return keys;
    }
}
