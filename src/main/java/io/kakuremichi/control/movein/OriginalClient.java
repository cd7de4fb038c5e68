package io.kakuremichi.control.movein;

import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.original.OriginalAgent;
import io.kakuremichi.control.original.OriginalGateway;
import org.jspecify.annotations.Nullable;

/** A row of the original's agents or gateways. */
record OriginalClient(
        ClientType type,
        @Nullable String id,
        @Nullable String name,
        @Nullable String apiKey,
        @Nullable String publicKey,
        @Nullable String publicIp,
        @Nullable String region,
        @Nullable String metadata) {
    static OriginalClient of(OriginalAgent row) {
        return new OriginalClient(
                ClientType.AGENT, row.id(), row.name(), row.apiKey(), row.publicKey(), null, null, row.metadata());
    }

    static OriginalClient of(OriginalGateway row) {
        return new OriginalClient(
                ClientType.GATEWAY,
                row.id(),
                row.name(),
                row.apiKey(),
                row.publicKey(),
                row.publicIp(),
                row.region(),
                row.metadata());
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "OriginalClient[" + type + " " + id + "]";
    }
}
