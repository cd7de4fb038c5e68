package io.kakuremichi.control.client;

import io.kakuremichi.control.credential.ClientType;

/** The names of the two kinds of clients in statements. */
public final class ClientTables {
    private ClientTables() {}

    /** The table, in SQL. */
    public static String table(ClientType type) {
        return switch (type) {
            case AGENT -> "agents";
            case GATEWAY -> "gateways";
        };
    }

    /** The entity, in HQL. */
    public static String entity(ClientType type) {
        return switch (type) {
            case AGENT -> "Agent";
            case GATEWAY -> "Gateway";
        };
    }
}
