package io.kakuremichi.control.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.change.AgentFacts;
import io.kakuremichi.control.change.Change;
import io.kakuremichi.control.change.GatewayFacts;
import io.kakuremichi.control.change.TunnelFacts;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ChangeJsonTest {
    private static final UUID ID = new UUID(1, 2);
    private static final AgentFacts AGENT = new AgentFacts(ID, "a", "ab12", "10.1.0.0/24", "10.1.0.100", "pub");
    private static final GatewayFacts GATEWAY = new GatewayFacts(ID, "g", "ab12", 3, "192.0.2.1", "pub");
    private static final TunnelFacts TUNNEL =
            new TunnelFacts(ID, new UUID(3, 4), "10.1.0.100", "a.example", "web:80", true);
    private static final TunnelFacts PROXY =
            new TunnelFacts(ID, new UUID(3, 4), "10.1.0.100", "a.example", "web:80", true, true, true);

    static final List<Change> CHANGES = List.of(
            new Change.AgentCreated(AGENT),
            new Change.AgentUpdated(AGENT),
            new Change.AgentUpdated(AGENT, true),
            new Change.AgentDeleted(ID),
            new Change.GatewayCreated(new GatewayFacts(ID, "g", "ab12", 3, null, "pub")),
            new Change.GatewayUpdated(GATEWAY),
            new Change.GatewayUpdated(GATEWAY, true),
            new Change.GatewayDeleted(ID),
            new Change.TunnelCreated(TUNNEL),
            new Change.TunnelUpdated(TUNNEL, new UUID(5, 6)),
            new Change.TunnelUpdated(PROXY, ID),
            new Change.TunnelUpdated(TUNNEL, ID, true),
            new Change.TunnelDeleted(ID, new UUID(5, 6)),
            new Change.KeyOffered(ID),
            new Change.CertificateStored("a.example", ID),
            new Change.CertificateStored("a.example", null),
            new Change.CertificateDeleted("a.example"));

    @ParameterizedTest
    @FieldSource("CHANGES")
    void aChangeSurvivesTheLog(Change change) {
        assertThat(ChangeJson.read(ChangeJson.write(change))).contains(change);
    }

    @Test
    void everyKindOfChangeHasASample() {
        assertThat(CHANGES.stream().<Class<?>>map(Change::getClass)).contains(Change.class.getPermittedSubclasses());
    }

    @Test
    void aFieldOfANewerVersionIsIgnored() {
        var change = ChangeJson.read("""
                {"kind": "certificate_deleted", "domain": "a.example", "reason": {"code": 1}}""");

        assertThat(change).contains(new Change.CertificateDeleted("a.example"));
    }

    @Test
    void aKindOfANewerVersionIsNoChange() {
        assertThat(ChangeJson.read("{\"kind\": \"region_created\", \"region\": \"eu\"}"))
                .isEmpty();
    }

    @Test
    void aTunnelInTheLogOfEarlierVersionsIsNoProxy() {
        var change = ChangeJson.read("""
                {"kind": "tunnel_created", "tunnel": {"id": "%s", "agentId": "%s", "agentVirtualIp": "10.1.0.100",
                 "domain": "a.example", "target": "web:80", "enabled": true}}""".formatted(ID, new UUID(3, 4)));

        assertThat(change).contains(new Change.TunnelCreated(TUNNEL));
        assertThat(ChangeJson.write(change.orElseThrow())).doesNotContain("Proxy");
    }

    /** As replicas of earlier versions wrote it. */
    @Test
    void anUpdateIsOneOfFactsUnlessItSaysOtherwise() {
        var json = ChangeJson.write(new Change.TunnelUpdated(TUNNEL, ID));

        assertThat(json).doesNotContain("detailsOnly");
        assertThat(ChangeJson.read(json)).contains(new Change.TunnelUpdated(TUNNEL, ID, false));
    }

    @Test
    void everyRecordInAChangeIsRegisteredForReflection() {
        var registered =
                ChangeJson.class.getAnnotation(RegisterForReflection.class).targets();

        assertThat(Arrays.<Class<?>>asList(registered)).contains(Change.class).containsAll(records());
    }

    private static Set<Class<?>> records() {
        var records = new LinkedHashSet<Class<?>>();
        for (var change : Change.class.getPermittedSubclasses()) {
            records.add(change);
            Arrays.stream(change.getRecordComponents())
                    .map(RecordComponent::getType)
                    .filter(Class::isRecord)
                    .forEach(records::add);
        }
        return records;
    }
}
