package io.kakuremichi.control.access;

import io.kakuremichi.control.http.ApiErrorCode;
import io.kakuremichi.control.rest.ApiException;
import java.io.IOException;
import java.security.Key;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jose4j.http.Get;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UncheckedJoseException;
import org.jose4j.lang.UnresolvableKeyException;
import org.jspecify.annotations.Nullable;

/**
 * The public keys of an issuer, found by OpenID Connect Discovery and kept. A key that is not among them is looked for anew, but
 * not more often than every some seconds, so that made-up tokens don't become calls to the issuer. While the issuer is away
 * the keys go on to be used for a while.
 */
final class IssuerKeys implements VerificationKeyResolver {
    private static final Logger LOG = Logger.getLogger(IssuerKeys.class);

    private static final String DISCOVERY = "/.well-known/openid-configuration";
    private static final int TIMEOUT_MILLIS = 3_000;
    private static final long KEPT_SECONDS = 600;
    private static final long KEPT_WITHOUT_ISSUER_SECONDS = 3_600;
    private static final long BETWEEN_LOOKS_MILLIS = 10_000;
    private static final long BETWEEN_DISCOVERIES_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final String issuer;
    private final Get http = new Get();
    private final ReentrantLock discovering = new ReentrantLock();
    private volatile @Nullable VerificationKeyResolver keys;
    private long failedAt = System.nanoTime() - BETWEEN_DISCOVERIES_NANOS;

    IssuerKeys(String issuer) {
        this.issuer = issuer;
        http.setConnectTimeout(TIMEOUT_MILLIS);
        http.setReadTimeout(TIMEOUT_MILLIS);
        http.setRetries(0);
    }

    @Override
    public Key resolveKey(JsonWebSignature signature, List<JsonWebStructure> nesting) throws UnresolvableKeyException {
        var known = keys;
        return (known == null ? discovered() : known).resolveKey(signature, nesting);
    }

    private VerificationKeyResolver discovered() throws Away {
        discovering.lock();
        try {
            var known = keys;
            if (known != null) {
                return known;
            }
            if (System.nanoTime() - failedAt < BETWEEN_DISCOVERIES_NANOS) {
                throw new Away(new IOException("the issuer was away a moment ago"));
            }
            var found = discover();
            keys = found;
            return found;
        } catch (IOException | JoseException | UncheckedJoseException e) {
            failedAt = System.nanoTime();
            LOG.warnf("The OIDC issuer %s gives no keys: %s", issuer, e.getMessage());
            throw new Away(e);
        } finally {
            discovering.unlock();
        }
    }

    private VerificationKeyResolver discover() throws IOException, JoseException {
        var base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        var metadata = JsonUtil.parseJson(http.get(base + DISCOVERY).getBody());
        if (!issuer.equals(metadata.get("issuer"))) {
            throw new IOException("its metadata names another issuer");
        }
        var jwks = new HttpsJwks(
                Objects.requireNonNullElse(metadata.get("jwks_uri"), "").toString());
        jwks.setSimpleHttpGet(http);
        jwks.setDefaultCacheDuration(KEPT_SECONDS);
        jwks.setRetainCacheOnErrorDuration(KEPT_WITHOUT_ISSUER_SECONDS);
        jwks.setRefreshReprieveThreshold(BETWEEN_LOOKS_MILLIS);
        // So that an issuer that is away is found out here and not taken for a token that is wrong.
        jwks.getJsonWebKeys();
        return new HttpsJwksVerificationKeyResolver(jwks);
    }

    /** Tells a token that can't be checked at the moment from one that is wrong. */
    static void rethrowIfAway(Throwable e) {
        for (@Nullable Throwable each = e; each != null; each = each.getCause()) {
            if (each instanceof Away || each instanceof IOException) {
                throw new ApiException(
                        ApiErrorCode.UNAVAILABLE, "The issuer of this token can't be reached, try again later");
            }
        }
    }

    private static final class Away extends UnresolvableKeyException {
        private static final long serialVersionUID = 1;

        Away(Exception cause) {
            super("the issuer's keys can't be had", cause);
        }
    }
}
