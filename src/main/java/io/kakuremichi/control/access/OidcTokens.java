package io.kakuremichi.control.access;

import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.config.OidcSettings;
import io.kakuremichi.control.credential.Secret;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Whose a JWT of the configured issuer is. Checked here with the issuer's public keys, which are fetched when the first token
 * comes, so that neither the start nor the other tokens depend on the issuer.
 */
@Singleton
class OidcTokens {
    private static final Pattern FORM = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]*");
    private static final int CLOCK_SKEW_SECONDS = 30;

    /** Public-key signatures only: neither "none" nor a MAC, for which a public key would do as the secret. */
    private static final AlgorithmConstraints SIGNATURES = new AlgorithmConstraints(
            AlgorithmConstraints.ConstraintType.PERMIT,
            AlgorithmIdentifiers.RSA_USING_SHA256,
            AlgorithmIdentifiers.RSA_USING_SHA384,
            AlgorithmIdentifiers.RSA_USING_SHA512,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA384,
            AlgorithmIdentifiers.RSA_PSS_USING_SHA512,
            AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
            AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
            AlgorithmIdentifiers.ECDSA_USING_P521_CURVE_AND_SHA512,
            AlgorithmIdentifiers.EDDSA);

    private final @Nullable JwtConsumer consumer;
    private final OidcRoles roles;

    OidcTokens(ControlConfig config) {
        var oidc = config.oidc();
        this.consumer = oidc.issuer().map(issuer -> consumer(issuer, oidc)).orElse(null);
        this.roles = new OidcRoles(oidc);
    }

    private static JwtConsumer consumer(String issuer, OidcSettings config) {
        var builder = new JwtConsumerBuilder()
                .setVerificationKeyResolver(new IssuerKeys(issuer))
                .setJwsAlgorithmConstraints(SIGNATURES)
                .setExpectedIssuer(issuer)
                .setRequireExpirationTime()
                .setRequireSubject()
                .setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS);
        config.audience().ifPresentOrElse(builder::setExpectedAudience, builder::setSkipDefaultAudienceValidation);
        return builder.build();
    }

    /** Whether an issuer is configured and the token has the form of its tokens. */
    boolean mayBeOne(Secret token) {
        return consumer != null && FORM.matcher(token.value()).matches();
    }

    /**
     * The owner, or empty when the token is not valid.
     *
     * @throws io.kakuremichi.control.rest.ApiException when the issuer's keys can't be had
     */
    Optional<Caller> owner(Secret token) {
        if (consumer == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(caller(consumer.processToClaims(token.value())));
        } catch (InvalidJwtException | MalformedClaimException e) {
            IssuerKeys.rethrowIfAway(e);
            // Its text may quote the token, so it goes nowhere.
            return Optional.empty();
        }
    }

    private Caller caller(JwtClaims claims) throws MalformedClaimException {
        return Caller.ofIssuer(claims.getSubject(), roles.of(claims.getClaimsMap()));
    }
}
