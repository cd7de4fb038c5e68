package io.kakuremichi.control.access;

import io.quarkus.oidc.runtime.TenantConfigBean;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Fetches the issuer's keys again from time to time. quarkus-oidc does so only for a token with an unknown key id, and would go on to
 * trust a key that the issuer has withdrawn. While the issuer is away, the keys stay.
 */
@Singleton
class IssuerKeys {
    private static final Logger LOG = Logger.getLogger(IssuerKeys.class);

    private final IssuerTenant issuer;
    private final TenantConfigBean tenants;

    IssuerKeys(IssuerTenant issuer, TenantConfigBean tenants) {
        this.issuer = issuer;
        this.tenants = tenants;
    }

    /** Does nothing for tenants that have not reached the issuer yet. Never fails. */
    @Scheduled(every = "10m", delayed = "10m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> fetch() {
        return Multi.createFrom()
                .iterable(issuer.tenants())
                .onItem()
                .transformToUniAndConcatenate(this::fetch)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> fetch(String id) {
        var tenant = tenants.getDynamicTenant(id);
        if (tenant == null) {
            return Uni.createFrom().voidItem();
        }
        // The one way to have them fetched. That no token is verified then is no failure.
        return tenant.provider()
                .refreshJwksAndVerifyJwtToken("", false, false, null)
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.debugf("Keys of the OIDC issuer: %s", failure.getMessage());
                    return Uni.createFrom().voidItem();
                });
    }
}
