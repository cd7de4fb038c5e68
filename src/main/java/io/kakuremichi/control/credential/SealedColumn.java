package io.kakuremichi.control.credential;

import java.util.UUID;

/** The columns that hold sealed values. Each value is bound to its column and row. */
public enum SealedColumn {
    AGENT_KEY("agents", "wireguard_private_key"),
    AGENT_NEXT_KEY("agents", "next_private_key"),
    GATEWAY_KEY("gateways", "wireguard_private_key"),
    GATEWAY_NEXT_KEY("gateways", "next_private_key"),
    CERTIFICATE_KEY("certificates", "private_key");

    private final String table;
    private final String column;

    SealedColumn(String table, String column) {
        this.table = table;
        this.column = column;
    }

    /** The table's name. */
    public String table() {
        return table;
    }

    /** The column's name. */
    public String column() {
        return column;
    }

    /** The column of a client's current private key. */
    public static SealedColumn key(ClientType type) {
        return type == ClientType.AGENT ? AGENT_KEY : GATEWAY_KEY;
    }

    /** The column of the private key that a rotation will activate. */
    public static SealedColumn nextKey(ClientType type) {
        return type == ClientType.AGENT ? AGENT_NEXT_KEY : GATEWAY_NEXT_KEY;
    }

    /** The context of one row's value. */
    public String of(UUID rowId) {
        return table + "." + column + "/" + rowId;
    }
}
