package io.kakuremichi.control.chaos;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * When each certificate was deleted last. The log names a certificate without its content, which is read when it is told; whoever
 * comes to that late, and finds it deleted, may tell only of the deletion that follows.
 */
final class Deletions {
    private final Map<String, Long> last = new HashMap<>();

    Deletions(List<LogEntry> log) {
        for (var entry : log) {
            if (entry.kind().equals("certificate_deleted")) {
                var domain = entry.change().path("domain").asText();
                last.put(World.certificate(domain), entry.revision());
            }
        }
    }

    /**
     * @param certificate in the form of {@link World#certificate}
     */
    boolean follow(String certificate, long revision) {
        return last.getOrDefault(certificate, 0L) > revision;
    }
}
