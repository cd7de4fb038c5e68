package io.kakuremichi.control.command.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.kakuremichi.control.command.output.CommandFailure;
import io.kakuremichi.control.command.output.ExitCode;
import io.kakuremichi.control.command.output.Kind;
import io.kakuremichi.control.command.output.TextEncoding;
import java.util.regex.Pattern;

/** Resolves names to the ids that REST expects. */
public final class Lookup {
    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private Lookup() {}

    /**
     * The path of the resource with this name or id.
     *
     * @throws CommandFailure when no resource has this name
     */
    public static String path(RestClient control, Kind kind, String nameOrId) {
        return kind.path(id(control, kind, nameOrId));
    }

    /** The id of the resource with this name or id; fails like {@link #path}. */
    public static String id(RestClient control, Kind kind, String nameOrId) {
        if (UUID.matcher(nameOrId).matches()) {
            return nameOrId;
        }
        // The newest: revoked enrollment keys keep their names.
        String found = null;
        for (JsonNode item : named(kind, nameOrId).all(control).path(kind.items())) {
            if (isNamed(item, kind, nameOrId)) {
                found = item.path("id").asText();
            }
        }
        if (found != null) {
            return found;
        }
        throw new CommandFailure(
                ExitCode.REFUSED, "No %s named %s".formatted(kind.word(), TextEncoding.printable(nameOrId)));
    }

    /** Lists of agents, gateways and tunnels can be filtered by name; the lists of tokens and keys are short. */
    private static Pages named(Kind kind, String name) {
        var pages = new Pages(kind);
        return switch (kind) {
            case AGENT, GATEWAY, TUNNEL -> pages.where(kind.nameField(), name);
            case TOKEN, CERTIFICATE, ENROLLMENT_KEY, CLIENT, AUDIT, IMPORTED -> pages;
        };
    }

    /** Domains are stored in lower case. */
    private static boolean isNamed(JsonNode item, Kind kind, String name) {
        var text = item.path(kind.nameField()).asText();
        return kind == Kind.TUNNEL ? text.equalsIgnoreCase(name) : text.equals(name);
    }
}
