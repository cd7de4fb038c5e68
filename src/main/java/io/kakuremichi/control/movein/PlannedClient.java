package io.kakuremichi.control.movein;

import io.kakuremichi.control.credential.ClientType;
import io.kakuremichi.control.credential.Secret;
import org.jspecify.annotations.Nullable;

/**
 * A row of the original's agents or gateways and its planned outcome.
 *
 * @param apiKey null for one that is skipped
 * @param publicKey null if Control generates the first key pair
 * @param publicIp canonical
 */
record PlannedClient(
        ClientType type,
        ImportItem item,
        @Nullable Secret apiKey,
        @Nullable String publicKey,
        @Nullable String publicIp,
        @Nullable String region,
        String metadata) {}
