package io.kakuremichi.control.harness;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The AOT cache with which tests start the jar in less CPU time. It is made once for a jar, by a start that the JVM records, and the JVMs
 * that run tests share it. A JVM with other options for its collector or compiler cannot use it.
 */
final class AotCache {
    private static final Path FILE = Path.of("target", "control.aot").toAbsolutePath();
    private static final Path LOCK = FILE.resolveSibling("control.aot.lock");

    /**
     * As {@code deploy/docker/control.jvm} says, JDK 25 warns of adapters. Tests read what Control prints, so the JVM logs nothing.
     */
    private static final List<String> OPTIONS =
            List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTAdapterCaching", "-Xlog:disable");

    private static boolean made;

    private AotCache() {}

    /** Starts the jar and stops it, with more options of the JVM. */
    interface Training {
        void run(List<String> options) throws IOException, InterruptedException;
    }

    /** The options that use the cache; makes it first where it is missing or older than the jar. */
    static synchronized List<String> options(Path jar, Training training) throws IOException {
        if (!made) {
            try (var channel = FileChannel.open(LOCK, CREATE, WRITE);
                    var lock = channel.lock()) {
                if (!isNewerThan(jar)) {
                    training.run(with("-XX:AOTCacheOutput=" + FILE));
                }
                made = lock.isValid() && isNewerThan(jar);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            if (!made) {
                throw new AssertionError("no AOT cache was written");
            }
        }
        return with("-XX:AOTCache=" + FILE);
    }

    private static boolean isNewerThan(Path jar) throws IOException {
        return Files.exists(FILE) && Files.getLastModifiedTime(FILE).compareTo(Files.getLastModifiedTime(jar)) > 0;
    }

    private static List<String> with(String option) {
        var all = new ArrayList<>(OPTIONS);
        all.add(option);
        return all;
    }
}
