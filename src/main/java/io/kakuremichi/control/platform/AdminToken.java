package io.kakuremichi.control.platform;

import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.credential.SecretHash;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** The one static token that may call REST. Only its hash is kept. */
@Singleton
class AdminToken {
    /** A shorter one can be guessed. */
    static final int MIN_LENGTH = 16;

    private static final Logger LOG = Logger.getLogger(AdminToken.class);

    private final SecretHash hash;

    AdminToken(ControlConfig config) {
        this.hash =
                config.adminToken().map(Secret::new).orElseGet(AdminToken::made).hash();
    }

    /** So that a token that is made is printed at start, not at the first call. */
    void start(@Observes StartupEvent event) {}

    boolean is(String presented) {
        return hash.matches(new Secret(presented).hash());
    }

    /** In dev mode only: everywhere else {@link StartChecks} has refused the start. */
    private static Secret made() {
        var token = Secret.newAdminToken();
        LOG.infof("No KAKUREMICHI_ADMIN_TOKEN is set; for this run it is %s", token.value());
        return token;
    }
}
