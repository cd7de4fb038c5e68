package io.kakuremichi.control.config;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Tokens of an OIDC issuer. With a client id, people log in to the console there as well. The redirect URI to
 * register is {@code https://HOST/console/login}.
 */
public interface OidcSettings {
    /** The issuer's https URL, exactly as its tokens contain it. Without it, no OIDC tokens are accepted. */
    Optional<String> issuer();

    /** The required audience of tokens; without it, the audience is not checked. */
    Optional<String> audience();

    /**
     * The id of Control as a client of the issuer, for logins to the console by the authorization code flow with PKCE. Without it, the
     * console accepts tokens of Control only.
     */
    Optional<String> clientId();

    /** The secret of that client; a public client has none. */
    Optional<String> clientSecret();

    /** A file that holds the client's secret, for mounted secrets. */
    Optional<Path> clientSecretFile();

    /** Trust only the authorities in this PEM file for TLS to the issuer; by default the public ones. */
    Optional<Path> caFile();

    /** The claim that contains the user's groups; slashes separate nested names, as in {@code realm_access/roles}. */
    @WithDefault("groups")
    String rolesClaim();

    /** Mapping of groups to roles. */
    OidcRoleSettings roles();

    /** Mapping of groups to roles. */
    interface OidcRoleSettings {
        /** Groups with the role {@code admin}. */
        @WithDefault("admin")
        Set<String> admin();

        /** Groups with the role {@code operator}. */
        @WithDefault("operator")
        Set<String> operator();

        /** Groups with the role {@code viewer}. */
        @WithDefault("viewer")
        Set<String> viewer();
    }
}
