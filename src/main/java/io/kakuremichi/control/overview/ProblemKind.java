package io.kakuremichi.control.overview;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** The kinds of problems, in the order in which those of one severity are shown. */
@RegisterForReflection
enum ProblemKind {
    /** A replica did not renew its lease and did not say that it stops. */
    @JsonProperty("replica_lost")
    REPLICA_LOST,
    /** A client was connected and is not any more. */
    @JsonProperty("client_offline")
    CLIENT_OFFLINE,
    /** The agent reports that an enabled tunnel does not work. */
    @JsonProperty("tunnel_down")
    TUNNEL_DOWN,
    @JsonProperty("certificate_expired")
    CERTIFICATE_EXPIRED,
    @JsonProperty("certificate_expiring")
    CERTIFICATE_EXPIRING,
    /** A client reports a problem, or could not apply its newest configuration. */
    @JsonProperty("client_error")
    CLIENT_ERROR,
    /** A client that confirms what it applies has not confirmed what concerns it. */
    @JsonProperty("client_lagging")
    CLIENT_LAGGING,
    /** A connected client did not get the private key that waits for it. */
    @JsonProperty("key_not_delivered")
    KEY_NOT_DELIVERED,
    /** A client was created and never connected. */
    @JsonProperty("never_connected")
    NEVER_CONNECTED
}
