package io.kakuremichi.control.harness;

import java.util.List;

/** Bodies of calls and data of messages that many tests send, with the names of the wire. */
public final class Bodies {
    private Bodies() {}

    public record TunnelBody(String domain, Object agentId, String target) {}

    public record CertificateBody(String domain, String certificate, String privateKey, String expiresAt) {}

    /** Data of {@code auth}. */
    public record AuthBody(String apiKey, List<String> capabilities) {}

    /** Data of {@code auth} of a client that goes on after a revision. */
    public record ResumeBody(String apiKey, List<String> capabilities, ResumeFrom resume) {}

    public record ResumeFrom(String epoch, long revision) {}

    /** Data of {@code config_ack}. */
    public record AckBody(long revision, boolean success) {}

    /** Data of {@code status}. */
    public record StatusBody(List<StatusItem> tunnels) {
        public StatusBody(StatusItem... tunnels) {
            this(List.of(tunnels));
        }
    }

    public record StatusItem(String domain, String status) {}
}
