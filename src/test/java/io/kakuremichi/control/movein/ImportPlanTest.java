package io.kakuremichi.control.movein;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.movein.KnownState.KnownClient;
import io.kakuremichi.control.movein.KnownState.KnownTunnel;
import io.kakuremichi.control.network.WireGuardKeyPair;
import io.kakuremichi.control.original.OriginalAgent;
import io.kakuremichi.control.original.OriginalData;
import io.kakuremichi.control.original.OriginalGateway;
import io.kakuremichi.control.original.OriginalTunnel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImportPlanTest {
    private static final String KEY = "agt_0123456789abcdefghijklmnopqrstuv";
    private static final String OTHER_KEY = "agt_abcdefghijklmnopqrstuv0123456789";
    private static final String GATEWAY_KEY = "gtw_0123456789abcdefghijklmnopqrstuv";
    private static final String PUBLIC_KEY = WireGuardKeyPair.generate().publicKey();
    private static final UUID ID = new UUID(1, 2);

    private final List<OriginalAgent> agents = new ArrayList<>();
    private final List<OriginalGateway> gateways = new ArrayList<>();
    private final List<OriginalTunnel> tunnels = new ArrayList<>();
    private final List<KnownClient> knownClients = new ArrayList<>();
    private final List<KnownTunnel> knownTunnels = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({
        "office, office",
        "my office, my-office",
        "' café №1 ', caf-1",
        "日本, agent",
        "'', agent",
        ", agent",
        "a.b/c:d, a-b-c-d"
    })
    void namesBecomeThoseThatControlPermits(String original, String name) {
        agent(original, KEY);

        var client = plan().clients().getFirst();

        assertThat(client.item().name()).isEqualTo(name);
        assertThat(client.item().action()).isEqualTo(ImportAction.CREATE);
        assertThat(client.item().notes().isEmpty()).isEqualTo(name.equals(original));
    }

    @Test
    void namesThatOccurTwiceAreNumbered() {
        known("office", "other hash");
        agent("my office", KEY);
        agent("my-office", OTHER_KEY);
        agent("x".repeat(70), KEY + "1");
        agent("x".repeat(64), KEY + "2");
        gateway("my office", GATEWAY_KEY, null);

        assertThat(names())
                .containsExactly("my-office", "my-office", "my-office-2", "x".repeat(64), "x".repeat(62) + "-2");
    }

    @Test
    void aClientThatIsThereByItsKeyStays() {
        known("office-2", new Secret(KEY).hash().hex());
        agent("office", KEY);

        var item = plan().items().getFirst();

        assertThat(item.action()).isEqualTo(ImportAction.UNCHANGED);
        assertThat(item.id()).isEqualTo(ID);
        assertThat(item.differences()).isEmpty();
    }

    @Test
    void aClientThatIsThereByItsNameStaysWithAWarning() {
        known("office", "other hash");
        agent("office", KEY);

        var item = plan().items().getFirst();

        assertThat(item.action()).isEqualTo(ImportAction.UNCHANGED);
        assertThat(item.differences()).containsExactly(new ImportDifference("apiKey", null, null));
        assertThat(item.notes()).singleElement().asString().contains("old key does not work");
    }

    /** Another row has it by its key. */
    @Test
    void aNameDoesNotMatchWhatAKeyMatches() {
        known("office", new Secret(OTHER_KEY).hash().hex());
        agent("office", KEY);
        agent("renamed", OTHER_KEY);

        assertThat(plan().items())
                .extracting(ImportItem::name, ImportItem::action)
                .containsExactly(tuple("office-2", ImportAction.CREATE), tuple("office", ImportAction.UNCHANGED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void aRowWithoutAKeyIsSkippedWithItsTunnels(String key) {
        agents.add(new OriginalAgent("a", "office", key, null, null));
        tunnel("shop.example", "a", "web:80");

        assertThat(plan().items()).extracting(ImportItem::action).containsOnly(ImportAction.SKIP);
    }

    @Test
    void keysOfOtherRowsAreSkipped() {
        agent("one", KEY);
        agent("two", KEY);
        gateway("three", KEY, null);

        assertThat(plan().items())
                .extracting(ImportItem::action)
                .containsExactly(ImportAction.CREATE, ImportAction.SKIP, ImportAction.SKIP);
    }

    /** What can authenticate is taken over. */
    @ParameterizedTest
    @CsvSource({
        "agt_V1StGXR8_Z5jdHi6B-myT0123456789, 0",
        "0123456789abcdef0123456789abcdef, 0",
        "agt_short, 1",
        "gtw_0123456789abcdefghijklmnopqrstuv, 1"
    })
    void keysOfOtherFormsAreTakenOver(String key, int notes) {
        agent("office", key);

        var client = plan().clients().getFirst();

        assertThat(client.apiKey()).isEqualTo(new Secret(key));
        assertThat(client.item().notes()).hasSize(notes);
        assertThat(client.toString() + client.item()).doesNotContain(key);
    }

    @Test
    void publicKeysThatAreNotValidOrInUseAreLeftOut() {
        agents.add(new OriginalAgent("a", "a", KEY, PUBLIC_KEY, null));
        agents.add(new OriginalAgent("b", "b", OTHER_KEY, PUBLIC_KEY, null));
        agents.add(new OriginalAgent("c", "c", KEY + "c", "not a key", null));
        agents.add(new OriginalAgent("d", "d", KEY + "d", null, null));

        assertThat(plan().clients())
                .extracting(
                        PlannedClient::publicKey,
                        client -> client.item().notes().size())
                .containsExactly(tuple(PUBLIC_KEY, 0), tuple(null, 1), tuple(null, 1), tuple(null, 0));
    }

    @ParameterizedTest
    @CsvSource({"203.0.113.7, 203.0.113.7, 0", "2001:DB8::0:7, 2001:db8::7, 0", "<html>, , 1", "'', , 0"})
    void publicAddressesAreCheckedAndCanonical(String original, String canonical, int notes) {
        gateway("tokyo", GATEWAY_KEY, original);

        var gateway = plan().clients().getFirst();

        assertThat(gateway.publicIp()).isEqualTo(canonical);
        assertThat(gateway.item().notes()).hasSize(notes);
    }

    @Test
    void metadataThatAreNoObjectAreLeftOut() {
        agents.add(new OriginalAgent("a", "a", KEY, null, "{\"rack\":1}"));
        agents.add(new OriginalAgent("b", "b", OTHER_KEY, null, "not JSON"));

        assertThat(plan().clients()).extracting(PlannedClient::metadata).containsExactly("{\"rack\":1}", "{}");
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:8080, localhost:8080, 0",
        "localhost, localhost:80, 1",
        "http://web:3000/, web:3000, 1",
        "HTTP://web, web:80, 1",
        "10.0.0.5, 10.0.0.5:80, 1",
        "[::1], [::1]:80, 1"
    })
    void targetsGetAPort(String original, String target, int notes) {
        agent("office", KEY);
        tunnel("shop.example", "office", original);

        var tunnel = plan().tunnels().getFirst();

        assertThat(tunnel.target()).isEqualTo(target);
        assertThat(tunnel.item().notes()).hasSize(notes);
        assertThat(tunnel.item().action()).isEqualTo(ImportAction.CREATE);
    }

    @ParameterizedTest
    @CsvSource({
        "no domain!, office, web:80",
        ", office, web:80",
        "shop.example, nobody, web:80",
        "shop.example, , web:80",
        "shop.example, office, https://web",
        "shop.example, office, web:99999",
        "shop.example, office,"
    })
    void tunnelsThatCannotBeAreSkippedWithAReason(String domain, String agentId, String target) {
        agent("office", KEY);
        tunnel(domain, agentId, target);

        var item = plan().tunnels().getFirst().item();

        assertThat(item.action()).isEqualTo(ImportAction.SKIP);
        assertThat(item.notes()).hasSize(1);
    }

    @Test
    void domainsAreInLowerCaseAndOnceOnly() {
        agent("office", KEY);
        tunnel("Shop.Example.", "office", "web:80");
        tunnel("shop.example", "office", "web:81");

        assertThat(plan().tunnels())
                .extracting(
                        tunnel -> tunnel.item().name(), tunnel -> tunnel.item().action())
                .containsExactly(tuple("shop.example", ImportAction.CREATE), tuple("shop.example", ImportAction.SKIP));
    }

    @Test
    void aTunnelThatIsThereStaysAndItsDifferencesAreReported() {
        known("office", new Secret(KEY).hash().hex());
        agent("office", KEY);
        knownTunnels.add(new KnownTunnel(new UUID(3, 4), "shop.example", ID, "web:81", "mine", true, false, true));
        tunnel("shop.example", "office", "web:80");

        var item = plan().tunnels().getFirst().item();

        assertThat(item.action()).isEqualTo(ImportAction.UNCHANGED);
        assertThat(item.id()).isEqualTo(new UUID(3, 4));
        assertThat(item.differences())
                .containsExactly(
                        new ImportDifference("target", "web:80", "web:81"),
                        new ImportDifference("description", null, "mine"),
                        new ImportDifference("socksProxyEnabled", "false", "true"));
    }

    @Test
    void longTextsAreCut() {
        agent("office", KEY);
        tunnels.add(
                new OriginalTunnel("t", "shop.example", "office", "web:80", null, "x".repeat(999) + "😀", null, null));

        var tunnel = plan().tunnels().getFirst();

        assertThat(tunnel.description()).isEqualTo("x".repeat(999));
        assertThat(tunnel.enabled()).isTrue();
    }

    private void agent(String name, String key) {
        agents.add(new OriginalAgent(name, name, key, null, null));
    }

    private void gateway(String name, String key, String publicIp) {
        gateways.add(new OriginalGateway(name, name, key, null, publicIp, null, null));
    }

    private void tunnel(String domain, String agentId, String target) {
        tunnels.add(new OriginalTunnel("t", domain, agentId, target, true, null, null, null));
    }

    private void known(String name, String keyHash) {
        knownClients.add(new KnownClient(ID, ClientType.AGENT, name, keyHash, PUBLIC_KEY, null, null));
    }

    private List<String> names() {
        return plan().items().stream().map(ImportItem::name).toList();
    }

    private ImportPlan plan() {
        return ImportPlan.of(
                new OriginalData(agents, gateways, tunnels),
                new KnownState(knownClients, Set.of(), knownTunnels),
                text -> Optional.of(text).filter(json -> json.startsWith("{")));
    }
}
