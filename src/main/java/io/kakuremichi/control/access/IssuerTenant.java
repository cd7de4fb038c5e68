package io.kakuremichi.control.access;

import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.config.OidcSettings;
import io.kakuremichi.control.credential.Secret;
import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.OidcTenantConfigBuilder;
import io.quarkus.oidc.TenantConfigResolver;
import io.quarkus.oidc.runtime.OidcTenantConfig.ApplicationType;
import io.quarkus.oidc.runtime.OidcUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The configured OIDC issuer as tenants of quarkus-oidc: one for bearer tokens, two for logins. Dynamic tenants, because these
 * connect at their first use: neither the start nor Control's own tokens depend on the issuer. Without an issuer there are no tenants.
 *
 * <p>A login needs a tenant for browsers that use TLS and one for those that do not, because the scheme of the redirect URI and the
 * cookies are part of its configuration.
 */
@Singleton
public class IssuerTenant implements TenantConfigResolver {
    /** Where a login begins, and where the issuer sends the browser back to. */
    public static final String LOGIN_PATH = "/console/login";

    private static final String TENANT = "issuer";

    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(3);
    private static final int CLOCK_SKEW_SECONDS = 30;

    /** Least time between two fetches that tokens with an unknown key id cause, so that invented ones cause few. */
    private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(10);

    private static final String LOGIN = IssuerTenant.class.getName();

    private final @Nullable OidcTenantConfig tenant;
    private final Map<LoginTenant, OidcTenantConfig> logins = new EnumMap<>(LoginTenant.class);

    IssuerTenant(ControlConfig config, AdminToken adminToken) {
        var oidc = config.oidc();
        this.tenant = oidc.issuer().map(issuer -> bearer(issuer, oidc)).orElse(null);
        if (oidc.issuer().isPresent() && oidc.clientId().isPresent()) {
            // All replicas need the same secret: the browser may return to another replica.
            var stateSecret = adminToken.boundTo(new Secret(LOGIN_PATH)).hex();
            for (var login : LoginTenant.values()) {
                logins.put(
                        login, login(login, oidc.issuer().get(), oidc.clientId().get(), stateSecret, oidc));
            }
        }
    }

    private static OidcTenantConfig bearer(String issuer, OidcSettings config) {
        var tenant = tenant(TENANT, issuer, config).applicationType(ApplicationType.SERVICE);
        return config.audience()
                .map(audience -> tenant.token().audience(audience).end())
                .orElse(tenant)
                .build();
    }

    private static OidcTenantConfig login(
            LoginTenant login, String issuer, String clientId, String stateSecret, OidcSettings config) {
        var tenant = tenant(login.tenantId, issuer, config)
                .applicationType(ApplicationType.WEB_APP)
                .clientId(clientId)
                .authentication()
                .pkceRequired()
                .nonceRequired()
                .stateSecret(stateSecret)
                .redirectPath(LOGIN_PATH)
                .removeRedirectParameters(false)
                .cookiePath(LOGIN_PATH)
                .cookieForceSecure(login.isOverTls)
                .forceRedirectHttpsScheme(login.isOverTls)
                .end();
        return config.clientSecret().map(tenant::credentials).orElse(tenant).build();
    }

    private static OidcTenantConfigBuilder tenant(String id, String issuer, OidcSettings config) {
        return OidcTenantConfig.authServerUrl(issuer)
                .tenantId(id)
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
                .allowOpaqueTokenIntrospection(false)
                .end();
    }

    boolean isConfigured() {
        return tenant != null;
    }

    /** For the log. */
    String name() {
        return tenant == null ? "" : tenant.authServerUrl().orElse("");
    }

    /** Whether people can log in at the issuer. */
    public boolean hasLogin() {
        return !logins.isEmpty();
    }

    /** The ids of all tenants that there may be. */
    List<String> tenants() {
        return Stream.concat(
                        Stream.of(TENANT), Arrays.stream(LoginTenant.values()).map(login -> login.tenantId))
                .toList();
    }

    /** Has quarkus-oidc treat this request as part of a login. */
    public void beginLogin(RoutingContext call, boolean isOverTls) {
        call.put(LOGIN, isOverTls ? LoginTenant.OVER_TLS : LoginTenant.IN_PLAIN_TEXT);
    }

    /** Keeps the session of quarkus-oidc from the browser, because Control has its own. */
    public void endLogin(RoutingContext call) {
        for (var login : LoginTenant.values()) {
            call.response().removeCookie(OidcUtils.SESSION_COOKIE_NAME + "_" + login.tenantId, false);
        }
    }

    /** Always the same objects: quarkus-oidc takes another one for a changed configuration. */
    @Override
    public Uni<OidcTenantConfig> resolve(RoutingContext call, OidcRequestContext<OidcTenantConfig> context) {
        var login = call.<@Nullable LoginTenant>get(LOGIN);
        return Uni.createFrom().item(login == null ? tenant : logins.get(login));
    }

    private enum LoginTenant {
        OVER_TLS("login", true),
        IN_PLAIN_TEXT("plain-login", false);

        private final String tenantId;
        private final boolean isOverTls;

        LoginTenant(String tenantId, boolean isOverTls) {
            this.tenantId = tenantId;
            this.isOverTls = isOverTls;
        }
    }
}
