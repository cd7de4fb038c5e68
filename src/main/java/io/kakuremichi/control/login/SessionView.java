package io.kakuremichi.control.login;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.kakuremichi.control.access.Caller;
import io.kakuremichi.control.access.Credential;
import io.kakuremichi.control.access.Role;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The caller as REST shows it to itself.
 *
 * @param name as in the audit
 * @param expiresAt the end of the session or of the bearer token; null for a token that never expires
 * @param by what the call was authenticated by
 */
@RegisterForReflection
record SessionView(String name, Role role, @Nullable Instant expiresAt, AuthenticatedBy by) {
    static SessionView of(Caller caller) {
        var credential = caller.credential();
        return new SessionView(
                caller.name(),
                Objects.requireNonNull(caller.role()),
                credential.expiresAt(),
                switch (credential) {
                    case Credential.StaticToken _ -> AuthenticatedBy.TOKEN;
                    case Credential.StoredToken _ -> AuthenticatedBy.TOKEN;
                    case Credential.IssuerToken _ -> AuthenticatedBy.OIDC;
                    case Credential.ConsoleSession _ -> AuthenticatedBy.SESSION;
                });
    }

    /** What a call was authenticated by. */
    @RegisterForReflection
    @Schema(name = "AuthenticatedBy")
    enum AuthenticatedBy {
        /** A bearer token of Control's. */
        @JsonProperty("token")
        TOKEN,
        /** A bearer token of the OIDC issuer. */
        @JsonProperty("oidc")
        OIDC,
        /** The cookie of a session. */
        @JsonProperty("session")
        SESSION
    }
}
