package io.kakuremichi.control.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;

/** What processes took of the machine, as Linux and the JVM tell. */
final class ProcessCosts {
    private static final double TICKS_PER_SECOND = 100;
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern USED = Pattern.compile("heap.* used (\\d+)K");

    private ProcessCosts() {}

    /** CPU seconds that a process and, if asked for, its living descendants have had. */
    static double cpuSeconds(long pid, boolean descendants) {
        var own = ticks(pid) / TICKS_PER_SECOND;
        if (!descendants) {
            return own;
        }
        return own
                + ProcessHandle.of(pid).stream()
                        .flatMap(ProcessHandle::descendants)
                        .mapToDouble(child -> ticks(child.pid()) / TICKS_PER_SECOND)
                        .sum();
    }

    private static long ticks(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
            // After the name, which may hold spaces: state is the third field, utime the 14th, stime the 15th.
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        } catch (IOException ended) {
            return 0;
        }
    }

    /** CPU seconds that the whole machine spent working. */
    static double machineCpuSeconds() {
        var fields = read(Path.of("/proc/stat"))
                .lines()
                .findFirst()
                .orElseThrow()
                .trim()
                .split("\\s+");
        var all = Arrays.stream(fields, 1, 9).mapToLong(Long::parseLong).sum();
        // idle and iowait
        return (all - Long.parseLong(fields[4]) - Long.parseLong(fields[5])) / TICKS_PER_SECOND;
    }

    /** The one-minute load average. */
    static double load() {
        return Double.parseDouble(read(Path.of("/proc/loadavg")).split(" ")[0]);
    }

    static double residentKiB(long pid) {
        var found = RESIDENT.matcher(read(Path.of("/proc", String.valueOf(pid), "status")));
        if (!found.find()) {
            throw new IllegalStateException("no VmRSS of " + pid);
        }
        return Double.parseDouble(found.group(1));
    }

    /** What lives on a JVM's heap, found by a collection. */
    static double liveHeapKiB(long pid) {
        // The second one finds what the first one's cleaners and references let go.
        jcmd(pid, "GC.run");
        jcmd(pid, "GC.run");
        var found = USED.matcher(jcmd(pid, "GC.heap_info"));
        if (!found.find()) {
            throw new IllegalStateException("no heap of " + pid);
        }
        return Double.parseDouble(found.group(1));
    }

    private static String jcmd(long pid, String command) {
        try {
            var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
            var process = new ProcessBuilder(jcmd, String.valueOf(pid), command)
                    .redirectErrorStream(true)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
