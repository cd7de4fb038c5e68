package io.kakuremichi.control.access;

import io.kakuremichi.control.credential.Secret;
import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** Asks {@link OwnTokens} who presents this token. */
final class OwnTokenRequest extends BaseAuthenticationRequest {
    private final Secret token;

    OwnTokenRequest(Secret token) {
        this.token = token;
    }

    Secret token() {
        return token;
    }
}
