package io.kakuremichi.control.client;

import io.kakuremichi.control.credential.Secret;

/**
 * A client that was created just now.
 *
 * @param apiKey its API key in clear; only a hash of it is stored
 */
public record CreatedClient<C extends ClientEntity>(C client, Secret apiKey) {}
