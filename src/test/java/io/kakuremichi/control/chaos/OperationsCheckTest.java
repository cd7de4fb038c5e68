package io.kakuremichi.control.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.chaos.Operation.Outcome;
import io.kakuremichi.control.chaos.Violation.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The check of writers' responses finds lost, duplicated and unrequested changes. */
class OperationsCheckTest {
    private static final UUID AGENT = new UUID(0, 1);
    private static final UUID TUNNEL = new UUID(0, 2);
    private static final UUID TWIN = new UUID(0, 3);

    private static final Operation AGENT_CREATED = operation(Operation.Kind.CREATE_AGENT, Outcome.DONE, "a", AGENT);
    private static final Operation TUNNEL_CREATED =
            operation(Operation.Kind.CREATE_TUNNEL, Outcome.DONE, "d.example", TUNNEL);

    @Test
    void acceptsWhatWasAnsweredAndIsThereOnce() {
        assertThat(check(List.of(agent(), tunnel(TUNNEL)), AGENT_CREATED, TUNNEL_CREATED))
                .isEmpty();
    }

    @Test
    void acceptsTheTunnelsOfADeletedAgentGoingWithIt() {
        var deleted = operation(Operation.Kind.DELETE_AGENT, Outcome.DONE, "", AGENT);

        assertThat(check(
                        List.of(agent(), tunnel(TUNNEL), deletion(TUNNEL), """
                                {"kind": "agent_deleted", "agentId": "%s"}""".formatted(AGENT)),
                        AGENT_CREATED,
                        TUNNEL_CREATED,
                        deleted))
                .isEmpty();
    }

    @Test
    void acceptsARefusedDeletionOfATunnelThatWentWithItsAgent() {
        var deleted = operation(Operation.Kind.DELETE_AGENT, Outcome.DONE, "", AGENT);
        var refused = operation(Operation.Kind.DELETE_TUNNEL, Outcome.REFUSED, "", TUNNEL);

        assertThat(check(
                        List.of(agent(), tunnel(TUNNEL), deletion(TUNNEL), """
                                {"kind": "agent_deleted", "agentId": "%s"}""".formatted(AGENT)),
                        AGENT_CREATED,
                        TUNNEL_CREATED,
                        deleted,
                        refused))
                .isEmpty();
    }

    @Test
    void findsAnAnsweredCreationThatIsNotThere() {
        assertThat(check(List.of(agent()), AGENT_CREATED, TUNNEL_CREATED)).containsExactly(Kind.LOST);
    }

    @Test
    void findsACreationThatWasDoneTwiceForOneKey() {
        assertThat(check(List.of(agent(), tunnel(TUNNEL), tunnel(TWIN)), AGENT_CREATED, TUNNEL_CREATED))
                .containsExactly(Kind.DOUBLED);
    }

    @Test
    void findsARefusedCreationThatIsThere() {
        var refused = operation(Operation.Kind.CREATE_TUNNEL, Outcome.REFUSED, "d.example", null);

        assertThat(check(List.of(agent(), tunnel(TUNNEL)), AGENT_CREATED, refused))
                .containsExactly(Kind.INVENTED);
    }

    @Test
    void findsADeletionThatNobodyAskedFor() {
        assertThat(check(List.of(agent(), tunnel(TUNNEL), deletion(TUNNEL)), AGENT_CREATED, TUNNEL_CREATED))
                .containsExactly(Kind.INVENTED);
    }

    private static List<Kind> check(List<String> changes, Operation... operations) {
        var log = new ArrayList<LogEntry>();
        for (var change : changes) {
            try {
                log.add(new LogEntry(log.size() + 1, Items.JSON.readTree(change)));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        return OperationsCheck.check(log, List.of(operations)).stream()
                .map(Violation::kind)
                .toList();
    }

    private static Operation operation(Operation.Kind kind, Outcome outcome, String tag, UUID subject) {
        return new Operation(kind, outcome, tag, subject, 1, "");
    }

    private static String agent() {
        return """
                {"kind": "agent_created", "agent": {"id": "%s", "name": "a", "subnet": "10.1.0.0/24",
                 "virtualIp": "10.1.0.100", "wireguardPublicKey": "ak"}}""".formatted(AGENT);
    }

    private static String tunnel(UUID id) {
        return """
                {"kind": "tunnel_created", "tunnel": {"id": "%s", "agentId": "%s", "domain": "d.example",
                 "target": "one:1", "enabled": true}}""".formatted(id, AGENT);
    }

    private static String deletion(UUID id) {
        return """
                {"kind": "tunnel_deleted", "tunnelId": "%s", "agentId": "%s"}""".formatted(id, AGENT);
    }
}
