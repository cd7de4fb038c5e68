package io.kakuremichi.control.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kakuremichi.control.change.AgentFacts;
import io.kakuremichi.control.change.Change;
import io.kakuremichi.control.change.GatewayFacts;
import io.kakuremichi.control.change.TunnelFacts;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The JSON form of changes in the log. Unknown fields of newer versions are ignored, and an entry of an unknown kind makes a replica load
 * everything anew, so that replicas can be upgraded one by one.
 */
@RegisterForReflection(
        targets = {
            Change.class,
            Change.AgentCreated.class,
            Change.AgentUpdated.class,
            Change.AgentDeleted.class,
            Change.GatewayCreated.class,
            Change.GatewayUpdated.class,
            Change.GatewayDeleted.class,
            Change.TunnelCreated.class,
            Change.TunnelUpdated.class,
            Change.TunnelDeleted.class,
            Change.KeyOffered.class,
            Change.CertificateStored.class,
            Change.CertificateDeleted.class,
            AgentFacts.class,
            GatewayFacts.class,
            TunnelFacts.class
        })
final class ChangeJson {
    private static final Logger LOG = Logger.getLogger(ChangeJson.class);
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private ChangeJson() {}

    static String write(Change change) {
        try {
            return JSON.writerFor(Change.class).writeValueAsString(change);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a change cannot be written as JSON", e);
        }
    }

    /** Reads a change; empty for an entry that this version cannot read. */
    static Optional<Change> read(String json) {
        try {
            return Optional.of(JSON.readValue(json, Change.class));
        } catch (JsonProcessingException e) {
            LOG.warnf("The change log contains an entry that this version cannot read: %s", e.getOriginalMessage());
            return Optional.empty();
        }
    }
}
