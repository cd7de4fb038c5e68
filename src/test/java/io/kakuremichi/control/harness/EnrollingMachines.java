package io.kakuremichi.control.harness;

import io.kakuremichi.control.network.WireGuardKeyPair;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Machines that become agents at any of several replicas, with one enrollment key. */
public record EnrollingMachines(List<ControlProcess> replicas, String key) {
    private static final Pattern REMOVED =
            Pattern.compile("(?m)^kakuremichi_ephemeral_clients_removed_total(?:\\{.*})? (.*)$");

    /** @param more further fields of the key, with a comma before each */
    public static EnrollingMachines of(List<ControlProcess> replicas, String more) {
        var key = replicas.getFirst().api().post("/api/enrollment-keys", """
                        {"name": "%s", "type": "agent"%s}""".formatted(
                        ControlApi.uniqueName("key"), more));
        return new EnrollingMachines(replicas, key.expect(201).text("key"));
    }

    public TestClient bySocket(ControlProcess replica, String publicKey) {
        return replica.api().stranger().open("/ws").send("auth", Map.of("enrollmentKey", key, "publicKey", publicKey));
    }

    /** The API key that the machine with this public key gets. */
    public String apiKey(ControlProcess replica, String publicKey) {
        return bySocket(replica, publicKey)
                .awaits("enrolled")
                .at("/data/apiKey")
                .asText();
    }

    public TestClient connected() {
        return bySocket(replicas.getFirst(), WireGuardKeyPair.generate().publicKey())
                .awaitConfig();
    }

    /** So many machines at each replica, none of which connects. */
    public List<UUID> absent(int each) {
        return Stream.generate(() -> replicas)
                .limit(each)
                .flatMap(List::stream)
                .map(replica -> replica.api().withToken(key).post("/api/enroll", "{}"))
                .map(answer -> answer.expect(201).uuid("id"))
                .toList();
    }

    /** How many ephemeral clients the replicas have removed since they started. */
    public double removed() {
        return replicas.stream()
                .map(replica ->
                        replica.management().get("/q/metrics").expect(200).body())
                .flatMap(metrics -> REMOVED.matcher(metrics).results())
                .mapToDouble(line -> Double.parseDouble(line.group(1)))
                .sum();
    }

    /** How often the audit has the removal of that client. */
    public int removals(UUID client) {
        var query = "/api/audit?action=agent.delete&actor=schedule&subject=" + client;
        return replicas.getFirst()
                .api()
                .get(query)
                .expect(200)
                .json()
                .path("total")
                .asInt();
    }
}
