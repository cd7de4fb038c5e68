package io.kakuremichi.control.boot;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends the process when its stop takes longer than the drain and 30 s. A stop waits for many things, and one of them may never happen:
 * for example, a class that is loaded late while the program's files are being replaced. The stacks are printed once, then the process
 * halts. The embedded database is not harmed: it outlives the process, and its committed data outlive anything.
 *
 * <p>The thread starts with the process, so that nothing has to be made or loaded when it is needed.
 */
final class StopLimit {
    /** The exit code of a process whose stop took too long. */
    static final int EXIT_CODE = 70;

    /** Time for a stop in addition to the drain. More than the embedded database takes to stop, in the worst case. */
    static final Duration SPARE = Duration.ofSeconds(30);

    /** The one of this process. */
    static final StopLimit OF_PROCESS = new StopLimit(SPARE);

    private static final Duration PRINTING = Duration.ofSeconds(5);

    private final Duration spare;
    private final CountDownLatch begun = new CountDownLatch(1);
    private volatile Duration drain = Duration.ZERO;

    /** @param spare how long a stop may take in addition to the drain */
    StopLimit(Duration spare) {
        this.spare = spare;
    }

    /** Starts the thread, and begins to count when the JVM begins to shut down. Called once. */
    void watch() {
        Thread.ofPlatform().name("stop-limit").daemon().start(this::run);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::begin));
    }

    /** The drain of a stop takes up to this long. */
    void drainTakes(Duration duration) {
        drain = duration;
    }

    /** A stop begins. Any thread. */
    void begin() {
        begun.countDown();
    }

    private void run() {
        try {
            begun.await();
            TimeUnit.NANOSECONDS.sleep(drain.plus(spare).toNanos());
            var printing =
                    Thread.ofPlatform().name("stop-limit-stacks").daemon().start(this::print);
            // Printing may wait for the same thing as the stop.
            printing.join(PRINTING);
        } catch (InterruptedException e) {
            // Nobody interrupts this thread; if somebody does, the process halts.
        } finally {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }

    private void print() {
        var text = new StringBuilder(
                "kakuremichi-control halts with exit code %s: its stop took longer than %s s; threads:%n"
                        .formatted(EXIT_CODE, drain.plus(spare).toSeconds()));
        Thread.getAllStackTraces().forEach((thread, stack) -> append(text, thread, stack));
        System.err.print(text);
    }

    private static void append(StringBuilder text, Thread thread, StackTraceElement[] stack) {
        text.append('"')
                .append(thread.getName())
                .append("\" ")
                .append(thread.getState())
                .append(System.lineSeparator());
        for (Object frame : stack) {
            text.append("\tat ").append(frame).append(System.lineSeparator());
        }
    }
}
