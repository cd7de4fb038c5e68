package io.kakuremichi.control.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.kakuremichi.control.chaos.ConnectionHistory.Position;
import io.kakuremichi.control.chaos.Violation.Kind;
import io.kakuremichi.control.credential.ClientType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The check itself: it finds what is wrong with a history, and nothing in a good one. */
class HistoryCheckTest {
    private static final String EPOCH = "e";
    private static final UUID AGENT = new UUID(0, 1);
    private static final UUID GATEWAY = new UUID(0, 2);
    private static final UUID TUNNEL = new UUID(0, 3);
    private static final UUID ANOTHER = new UUID(0, 4);
    private static final Heard WELCOME = new Heard.Welcome(Set.of(), false, EPOCH);
    private static final Heard WELCOME_DELTA = new Heard.Welcome(Set.of("delta"), false, EPOCH);
    private static final Heard RESUMED = new Heard.Welcome(Set.of("delta", "resume"), true, EPOCH);

    /** Both clients at 2, a tunnel at 3, changed at 4, another at 5, the agent renamed at 6, the tunnel gone at 7. */
    private static final List<LogEntry> LOG = List.of(
            entry(1, agent("agent_created", "a")),
            entry(2, """
                    {"kind": "gateway_created", "gateway": {"id": "%s", "name": "g", "hostNumber": 1,
                     "publicIp": null, "wireguardPublicKey": "gk"}}""".formatted(GATEWAY)),
            entry(3, tunnel("tunnel_created", TUNNEL, "one:1")),
            entry(4, tunnel("tunnel_updated", TUNNEL, "two:2")),
            entry(5, tunnel("tunnel_created", ANOTHER, "three:3")),
            entry(6, agent("agent_updated", "renamed")),
            entry(7, """
                    {"kind": "tunnel_deleted", "tunnelId": "%s", "agentId": "%s"}""".formatted(TUNNEL, AGENT)));

    @Test
    void acceptsEveryChangeAfterTheConfiguration() {
        assertThat(ofAgent(WELCOME, config(2), said(3), said(4), said(5), config(6), said(7)))
                .isEmpty();
    }

    @Test
    void acceptsAConfigurationInPlaceOfChanges() {
        assertThat(ofAgent(WELCOME, config(2), said(3), config(7))).isEmpty();
    }

    @Test
    void acceptsAnEndAtAnyTimeOfAConnectionThatWasCut() {
        assertThat(check(history(AGENT, ClientType.AGENT, null, false, WELCOME, config(2), said(3))))
                .isEmpty();
    }

    @Test
    void acceptsDeltasInPlaceOfAConfiguration() {
        var renamed = new Heard.Message(
                6,
                "agent_update",
                Items.of(
                        "id",
                        AGENT,
                        "name",
                        "renamed",
                        "subnet",
                        "10.1.0.0/24",
                        "virtualIp",
                        "10.1.0.100",
                        "wireguardPublicKey",
                        "ak"));

        assertThat(ofGateway(WELCOME_DELTA, gatewayConfig(5), renamed, said(7))).isEmpty();
    }

    @Test
    void acceptsADeltaAboutTheClientItself() {
        var renamed = new Heard.Message(
                6,
                "agent_update",
                Items.of("id", AGENT, "name", "renamed", "subnet", "10.1.0.0/24", "virtualIp", "10.1.0.100"));

        assertThat(ofAgent(WELCOME_DELTA, config(5), renamed, said(7))).isEmpty();
    }

    @Test
    void acceptsOnlyTheMissedChangesOfAResumedConnection() {
        var history = history(
                AGENT, ClientType.AGENT, new Position(EPOCH, 3), true, RESUMED, said(4), said(5), config(6), said(7));

        assertThat(check(history)).isEmpty();
    }

    @Test
    void findsALoss() {
        assertThat(ofAgent(WELCOME, config(2), said(3), said(5), config(6), said(7)))
                .containsExactly(Kind.LOST);
    }

    @Test
    void findsALossAtTheEndOfALiveConnection() {
        assertThat(ofAgent(WELCOME, config(2), said(3), said(4), said(5), config(6)))
                .containsExactly(Kind.LOST);
    }

    @Test
    void findsAMissingConfiguration() {
        assertThat(ofAgent(WELCOME, config(2), said(3), said(4), said(5), said(7)))
                .containsExactly(Kind.LOST);
    }

    @Test
    void findsAMissingDelta() {
        assertThat(ofGateway(WELCOME_DELTA, gatewayConfig(5), said(7))).containsExactly(Kind.LOST);
    }

    @Test
    void findsALossOfAResumedConnection() {
        var history =
                history(AGENT, ClientType.AGENT, new Position(EPOCH, 3), true, RESUMED, said(5), config(6), said(7));

        assertThat(check(history)).containsExactly(Kind.LOST);
    }

    @Test
    void findsWhatIsToldTwice() {
        assertThat(ofAgent(WELCOME, config(2), said(3), said(3), config(7))).containsExactly(Kind.DOUBLED);
    }

    @Test
    void findsWhatIsToldTwiceWithSomethingBetween() {
        assertThat(ofAgent(WELCOME, config(2), said(3), said(4), said(3), config(7)))
                .containsExactly(Kind.DOUBLED);
    }

    @Test
    void findsWhatIsToldAlthoughTheConfigurationContainsIt() {
        assertThat(ofAgent(WELCOME, config(4), said(4), config(7))).containsExactly(Kind.DOUBLED);
    }

    @Test
    void findsAWrongOrder() {
        assertThat(ofAgent(WELCOME, config(2), said(4), said(3), config(7))).containsExactly(Kind.REORDERED);
    }

    @Test
    void findsAnOlderConfigurationAfterAChange() {
        assertThat(ofAgent(WELCOME, config(2), said(3), config(2), config(7))).containsExactly(Kind.REORDERED);
    }

    @Test
    void findsARevisionThatWasNeverCommitted() {
        assertThat(ofAgent(WELCOME, config(7), new Heard.Message(8, "tunnel_delete", Items.of("id", ANOTHER))))
                .containsExactly(Kind.INVENTED);
    }

    @Test
    void findsContentThatWasNeverCommitted() {
        var other = new Heard.Message(3, "tunnel_create", agentTunnel(TUNNEL, "never:1"));

        assertThat(ofAgent(WELCOME, config(2), other, config(7))).containsExactly(Kind.INVENTED);
    }

    @Test
    void findsAConfigurationThatIsNotTheStateOfItsRevision() {
        var outdated = ((Heard.Config) config(3)).sections();

        assertThat(ofAgent(WELCOME, new Heard.Config(7, outdated))).containsExactly(Kind.INVENTED);
    }

    @Test
    void findsChangesBeforeTheConfiguration() {
        assertThat(ofAgent(WELCOME, said(3), config(7))).containsExactly(Kind.BAD_START);
    }

    @Test
    void findsStateBeforeTheWelcome() {
        assertThat(ofAgent(config(7), WELCOME)).containsExactly(Kind.BAD_START);
    }

    @Test
    void findsAResumptionThatNobodyAskedFor() {
        assertThat(ofAgent(RESUMED, said(7))).containsExactly(Kind.BAD_START);
    }

    @Test
    void findsAGapInTheLog() {
        var log = new ArrayList<>(LOG);
        log.remove(4);

        assertThat(HistoryCheck.check(EPOCH, log, List.of()))
                .extracting(Violation::kind)
                .containsExactly(Kind.LOST);
    }

    @Test
    void acceptsThatACertificateIsNotToldWhoseDeletionFollows() {
        assertThat(certificates(true, "certificate_delete")).isEmpty();
    }

    @Test
    void findsACertificateThatIsNotTold() {
        assertThat(certificates(false)).containsExactly(Kind.LOST);
    }

    /** One is stored at 8 and, maybe, deleted at 9; of 8 the gateway hears nothing. */
    private static List<Kind> certificates(boolean deleted, String... heardAtNine) {
        var log = new ArrayList<>(LOG);
        log.add(entry(8, "{\"kind\": \"certificate_stored\", \"domain\": \"d.example\", \"reportedBy\": null}"));
        if (deleted) {
            log.add(entry(9, "{\"kind\": \"certificate_deleted\", \"domain\": \"d.example\"}"));
        }
        var heard = new ArrayList<>(List.of(WELCOME_DELTA, gatewayConfig(7)));
        for (var type : heardAtNine) {
            heard.add(new Heard.Message(9, type, World.certificate("d.example")));
        }
        var history = new ConnectionHistory(GATEWAY, ClientType.GATEWAY, "connection", null, heard, true);
        return HistoryCheck.check(EPOCH, log, List.of(history)).stream()
                .map(Violation::kind)
                .toList();
    }

    private static List<Kind> ofAgent(Heard... heard) {
        return check(history(AGENT, ClientType.AGENT, null, true, heard));
    }

    private static List<Kind> ofGateway(Heard... heard) {
        return check(history(GATEWAY, ClientType.GATEWAY, null, true, heard));
    }

    private static List<Kind> check(ConnectionHistory history) {
        return HistoryCheck.check(EPOCH, LOG, List.of(history)).stream()
                .map(Violation::kind)
                .toList();
    }

    private static ConnectionHistory history(
            UUID client, ClientType type, Position asked, boolean live, Heard... heard) {
        return new ConnectionHistory(client, type, "connection", asked, Arrays.asList(heard), live);
    }

    /** As Control has to tell the agent or, of a deletion, anybody. */
    private static Heard said(long revision) {
        return switch ((int) revision) {
            case 3 -> new Heard.Message(3, "tunnel_create", agentTunnel(TUNNEL, "one:1"));
            case 4 -> new Heard.Message(4, "tunnel_update", agentTunnel(TUNNEL, "two:2"));
            case 5 -> new Heard.Message(5, "tunnel_create", agentTunnel(ANOTHER, "three:3"));
            case 7 -> new Heard.Message(7, "tunnel_delete", Items.of("id", TUNNEL));
            default -> throw new AssertionError(revision);
        };
    }

    private static String agentTunnel(UUID id, String target) {
        return Items.of("id", id, "domain", id + ".example", "target", target, "enabled", true);
    }

    private static Heard config(long revision) {
        return new Heard.Config(revision, at(revision).view(AGENT, ClientType.AGENT, false));
    }

    private static Heard gatewayConfig(long revision) {
        return new Heard.Config(revision, at(revision).view(GATEWAY, ClientType.GATEWAY, false));
    }

    private static World at(long revision) {
        var world = new World();
        LOG.stream().limit(revision).forEach(world::apply);
        return world;
    }

    private static String agent(String kind, String name) {
        return """
                {"kind": "%s", "agent": {"id": "%s", "name": "%s", "subnet": "10.1.0.0/24",
                 "virtualIp": "10.1.0.100", "wireguardPublicKey": "ak"}}""".formatted(kind, AGENT, name);
    }

    private static String tunnel(String kind, UUID id, String target) {
        return """
                {"kind": "%s", "tunnel": {"id": "%s", "agentId": "%s", "domain": "%s.example",
                 "target": "%s", "enabled": true}, "previousAgentId": "%s"}""".formatted(kind, id, AGENT, id, target, AGENT);
    }

    private static LogEntry entry(long revision, String change) {
        try {
            return new LogEntry(revision, Items.JSON.readTree(change));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
