package io.kakuremichi.control.movein;

import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.http.Addresses;
import io.kakuremichi.control.movein.KnownState.KnownClient;
import io.kakuremichi.control.network.WireGuardPublicKey;
import io.kakuremichi.control.rest.FieldRules;
import io.kakuremichi.control.rest.Metadata;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Plans the import of agents and gateways. An instance makes one plan. */
final class ClientPlanner {
    private static final int LONGEST_KEY = 255;
    private static final int SHORTEST_STRONG_KEY = 24;

    private final List<OriginalClient> rows;
    private final Function<String, Optional<String>> metadataReader;
    private final Map<String, KnownClient> byKeyHash = new HashMap<>();
    private final Map<ClientType, Map<String, KnownClient>> byName = new EnumMap<>(ClientType.class);
    private final Map<ClientType, Names> names = new EnumMap<>(ClientType.class);
    private final Set<String> publicKeys = new HashSet<>();
    private final Set<UUID> matched = new HashSet<>();
    private final Set<String> keysOfFile = new HashSet<>();

    /** @param metadataReader returns the metadata in the form that is stored; empty if it is not valid */
    ClientPlanner(List<OriginalClient> rows, KnownState known, Function<String, Optional<String>> metadataReader) {
        this.rows = rows;
        this.metadataReader = metadataReader;
        for (var type : ClientType.values()) {
            byName.put(type, new HashMap<>());
            names.put(type, new Names(type.wireName()));
        }
        publicKeys.addAll(known.nextPublicKeys());
        for (var client : known.clients()) {
            byKeyHash.put(client.keyHash(), client);
            of(byName, client.type()).put(client.name(), client);
            of(names, client.type()).take(client.name());
            publicKeys.add(client.publicKey());
        }
    }

    private static <V> V of(Map<ClientType, V> map, ClientType type) {
        return Objects.requireNonNull(map.get(type));
    }

    List<PlannedClient> plan() {
        // First, so that no row takes by its name what belongs to another one by its key.
        rows.stream().map(this::ofKey).filter(Objects::nonNull).forEach(client -> matched.add(client.id()));
        return rows.stream().map(this::plan).toList();
    }

    private @Nullable KnownClient ofKey(OriginalClient row) {
        var key = given(row.apiKey());
        return key == null ? null : byKeyHash.get(new Secret(key).hash().hex());
    }

    private PlannedClient plan(OriginalClient row) {
        var key = given(row.apiKey());
        if (key == null) {
            return skip(row, "It has no API key");
        }
        if (key.length() > LONGEST_KEY) {
            return skip(row, "Its API key has more than %s characters".formatted(LONGEST_KEY));
        }
        if (!keysOfFile.add(key)) {
            return skip(row, "Its API key is that of another row");
        }
        var holder = ofKey(row);
        if (holder != null) {
            return holder.type() == row.type()
                    ? unchanged(row, holder, false)
                    : skip(
                            row,
                            "Its API key is that of the %s %s"
                                    .formatted(holder.type().wireName(), holder.name()));
        }
        var namesake = of(byName, row.type()).get(of(names, row.type()).mapped(row.name()));
        return namesake != null && matched.add(namesake.id()) ? unchanged(row, namesake, true) : create(row, key);
    }

    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private PlannedClient skip(OriginalClient row, String reason) {
        var item = new ImportItem(
                row.type().wireName(), row.id(), row.name(), null, ImportAction.SKIP, List.of(reason), List.of());
        return new PlannedClient(row.type(), item, null, null, null, null, Metadata.EMPTY);
    }

    private PlannedClient unchanged(OriginalClient row, KnownClient known, boolean hasOtherKey) {
        var notes = new ArrayList<String>();
        var differences = new ArrayList<ImportDifference>();
        if (hasOtherKey) {
            notes.add("Control has another API key for this name: the client's old key does not work");
            differences.add(new ImportDifference("apiKey", null, null));
        }
        var name = of(names, row.type()).mapped(row.name());
        if (!Names.isNumbered(known.name(), name)) {
            compare(differences, "name", name, known.name());
        }
        var publicKey = given(row.publicKey());
        if (publicKey != null) {
            compare(differences, "publicKey", publicKey.strip(), known.publicKey());
        }
        if (row.type() == ClientType.GATEWAY) {
            var publicIp = publicIp(row, new ArrayList<>());
            if (publicIp != null) {
                compare(differences, "publicIp", publicIp, known.publicIp());
            }
            compare(differences, "region", region(row, new ArrayList<>()), known.region());
        }
        var item = new ImportItem(
                row.type().wireName(),
                row.id(),
                known.name(),
                known.id(),
                ImportAction.UNCHANGED,
                List.copyOf(notes),
                List.copyOf(differences));
        return new PlannedClient(row.type(), item, null, null, null, null, Metadata.EMPTY);
    }

    static void compare(
            List<ImportDifference> differences, String field, @Nullable String original, @Nullable String control) {
        if (!Objects.equals(original, control)) {
            differences.add(new ImportDifference(field, original, control));
        }
    }

    private PlannedClient create(OriginalClient row, String key) {
        var notes = new ArrayList<String>();
        var mapped = of(names, row.type()).mapped(row.name());
        var name = of(names, row.type()).free(mapped);
        if (!name.equals(row.name())) {
            notes.add("Its name was " + (row.name() == null ? "empty" : row.name()));
        }
        checkKey(row.type(), key, notes);
        var item = new ImportItem(row.type().wireName(), row.id(), name, null, ImportAction.CREATE, notes, List.of());
        return new PlannedClient(
                row.type(),
                item,
                new Secret(key),
                publicKey(row, notes),
                publicIp(row, notes),
                region(row, notes),
                metadata(row, notes));
    }

    private static void checkKey(ClientType type, String key, List<String> notes) {
        ClientType.ofKey(key)
                .filter(other -> other != type)
                .ifPresent(other ->
                        notes.add("Its API key begins like one of a %s, and is refused: give the client a new one"
                                .formatted(other.wireName())));
        if (key.length() < SHORTEST_STRONG_KEY) {
            notes.add("Its API key is short enough to be guessed: give the client a new one");
        }
    }

    private @Nullable String publicKey(OriginalClient row, List<String> notes) {
        var given = given(row.publicKey());
        if (given == null) {
            return null;
        }
        var valid = WireGuardPublicKey.valid(given.strip());
        if (valid.isEmpty()) {
            notes.add("Its public key is not valid, and is taken from the client when it connects");
            return null;
        }
        if (!publicKeys.add(valid.get())) {
            notes.add("Its public key is that of another client, and is left out");
            return null;
        }
        return valid.get();
    }

    private static @Nullable String publicIp(OriginalClient row, List<String> notes) {
        var given = given(row.publicIp());
        if (given == null) {
            return null;
        }
        var valid = Addresses.canonicalUnlessEmbedded(given.strip());
        if (valid.isEmpty()) {
            notes.add("Its public address is not an IP address, and is taken from the gateway when it connects");
        }
        return valid.orElse(null);
    }

    private String metadata(OriginalClient row, List<String> notes) {
        var given = given(row.metadata());
        if (given == null || given.strip().equals("null")) {
            return Metadata.EMPTY;
        }
        var valid = metadataReader.apply(given);
        if (valid.isEmpty()) {
            notes.add("Its metadata are not a JSON object that Control permits, and are left out");
        }
        return valid.orElse(Metadata.EMPTY);
    }

    private static @Nullable String region(OriginalClient row, List<String> notes) {
        return Texts.atMost(FieldRules.MAX_REGION, given(row.region()), "region", notes);
    }
}
