package io.kakuremichi.control.access;

import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.config.OidcSettings;
import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.TenantConfigResolver;
import io.quarkus.oidc.runtime.OidcTenantConfig.ApplicationType;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The configured OIDC issuer as a tenant of quarkus-oidc. A dynamic tenant, because such a one is connected when its first token
 * comes: neither the start nor Control's own tokens depend on the issuer. Without an issuer there is no tenant.
 */
@Singleton
class IssuerTenant implements TenantConfigResolver {
    static final String TENANT = "issuer";

    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(3);
    private static final int CLOCK_SKEW_SECONDS = 30;

    /** Least time between two fetches that tokens with an unknown key id cause, so that invented ones cause few. */
    private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(10);

    private final @Nullable OidcTenantConfig tenant;

    IssuerTenant(ControlConfig config) {
        var oidc = config.oidc();
        this.tenant = oidc.issuer().map(issuer -> tenant(issuer, oidc)).orElse(null);
    }

    private static OidcTenantConfig tenant(String issuer, OidcSettings config) {
        var tenant = OidcTenantConfig.authServerUrl(issuer)
                .tenantId(TENANT)
                .applicationType(ApplicationType.SERVICE)
                .connectionTimeout(CONNECTION_TIMEOUT)
                // Not the certificates that Control shows to its own clients, nor the authority of the gateways'.
                .tlsConfigurationName("oidc")
                .roles()
                .roleClaimPath(config.rolesClaim())
                .end()
                // For keys without an id: the algorithm and the signature decide.
                .jwks()
                .tryAll()
                .end()
                .token()
                .issuer(issuer)
                .subjectRequired()
                .issuedAtRequired(false)
                .lifespanGrace(CLOCK_SKEW_SECONDS)
                .forcedJwkRefreshInterval(BETWEEN_FETCHES)
                .allowJwtIntrospection(false)
                .allowOpaqueTokenIntrospection(false);
        config.audience().ifPresent(tenant::audience);
        return tenant.end().build();
    }

    boolean isConfigured() {
        return tenant != null;
    }

    /** For the log. */
    String name() {
        return tenant == null ? "" : tenant.authServerUrl().orElse("");
    }

    /** Always the same object: quarkus-oidc takes another one for a changed configuration. */
    @Override
    public Uni<OidcTenantConfig> resolve(RoutingContext call, OidcRequestContext<OidcTenantConfig> context) {
        return Uni.createFrom().item(tenant);
    }
}
