package io.kakuremichi.control.harness;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Everything that is logged until it is closed, with stack traces. */
public final class RecordedLog extends Handler implements AutoCloseable {
    private final Logger root = Logger.getLogger("");
    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
    private final Formatter formatter = new SimpleFormatter();

    public RecordedLog() {
        root.addHandler(this);
        root.info("The log of a test begins");
    }

    public String text() {
        var text = String.join("\n", lines);
        if (!text.contains("The log of a test begins")) {
            throw new AssertionError("nothing was recorded");
        }
        return text;
    }

    @Override
    public void publish(LogRecord logged) {
        lines.add(formatter.format(logged));
    }

    @Override
    public void flush() {
        // Nothing is held back.
    }

    @Override
    public void close() {
        root.removeHandler(this);
    }
}
