package io.kakuremichi.control.access;

import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.credential.SecretHash;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** The static admin token, which needs no database. Only its hash is kept. */
@Singleton
public class AdminToken {
    private static final Logger LOG = Logger.getLogger(AdminToken.class);

    private final SecretHash hash;

    AdminToken(ControlConfig config) {
        this.hash = config.adminToken()
                .map(Secret::new)
                .orElseGet(AdminToken::generated)
                .hash();
    }

    /** Created at the start, so that a generated token is printed then and not at the first call. */
    void start(@Observes StartupEvent event) {}

    boolean is(Secret presented) {
        return hash.matches(presented.hash());
    }

    /**
     * A hash of the id and this token together. It shows later whether the token is still the same, and reveals nothing about the token
     * to a reader who does not know the id.
     *
     * @param id a random value that is not stored
     */
    public SecretHash boundTo(Secret id) {
        return new Secret(id.value() + hash.hex()).hash();
    }

    /** Generates and logs a token. Dev mode only: elsewhere a start without a token is refused. */
    private static Secret generated() {
        var token = Secret.newAdminToken();
        LOG.infof("No KAKUREMICHI_ADMIN_TOKEN is set; for this run it is %s", token.value());
        return token;
    }
}
