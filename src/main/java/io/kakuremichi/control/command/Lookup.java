package io.kakuremichi.control.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.regex.Pattern;

/** Resolves names to the ids that REST expects. */
final class Lookup {
    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private Lookup() {}

    /**
     * The path of the resource with this name or id.
     *
     * @throws Failure when no resource, or more than one, has this name
     */
    static String path(RestClient control, Kind kind, String nameOrId) {
        return kind.path(id(control, kind, nameOrId));
    }

    /** The id of the resource with this name or id; fails like {@link #path}. */
    static String id(RestClient control, Kind kind, String nameOrId) {
        if (UUID.matcher(nameOrId).matches()) {
            return nameOrId;
        }
        var found = new ArrayList<String>();
        for (JsonNode item : new Pages(kind).all(control).path(kind.plural())) {
            if (isNamed(item, kind, nameOrId)) {
                found.add(item.path("id").asText());
            }
        }
        return switch (found.size()) {
            case 0 ->
                throw new Failure(ExitCode.REFUSED, "No %s named %s".formatted(kind.word(), Text.printable(nameOrId)));
            case 1 -> found.getFirst();
            default ->
                throw new Failure(
                        ExitCode.REFUSED,
                        "%d %ss are named %s, use an id: %s"
                                .formatted(found.size(), kind.word(), nameOrId, String.join(", ", found)));
        };
    }

    /** Domains are stored in lower case. */
    private static boolean isNamed(JsonNode item, Kind kind, String name) {
        var text = item.path(kind.nameField()).asText();
        return kind == Kind.TUNNEL ? text.equalsIgnoreCase(name) : text.equals(name);
    }
}
