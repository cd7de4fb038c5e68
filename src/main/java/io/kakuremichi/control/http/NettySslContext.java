package io.kakuremichi.control.http;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.CipherSuiteFilter;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextOption;
import io.netty.handler.ssl.SslProvider;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.NullUnmarked;

/**
 * Replaces a method of Netty in a native image, which has no OpenSSL. Quarkus replaces the overload of Netty 4.1.133; the Netty used here
 * adds one with {@code startTls}, which the JDK's TLS ignores, and whose reference to OpenSSL's classes ends the build of an image.
 */
@NullUnmarked
@TargetClass(SslContext.class)
final class NettySslContext {
    private NettySslContext() {}

    /** The overload that Quarkus replaces. */
    @Alias
    static native SslContext newClientContextInternal(
            SslProvider provider,
            Provider sslContextProvider,
            X509Certificate[] trustCertificates,
            TrustManagerFactory trustManagerFactory,
            X509Certificate[] certificates,
            PrivateKey key,
            String keyPassword,
            KeyManagerFactory keyManagerFactory,
            Iterable<String> ciphers,
            CipherSuiteFilter cipherFilter,
            ApplicationProtocolConfig protocols,
            String[] tlsVersions,
            long sessionCacheSize,
            long sessionTimeout,
            boolean enableOcsp,
            SecureRandom random,
            String keyStoreType,
            String endpointIdentification,
            Map.Entry<SslContextOption<?>, Object>[] options)
            throws SSLException;

    @Substitute
    static SslContext newClientContextInternal(
            SslProvider provider,
            Provider sslContextProvider,
            X509Certificate[] trustCertificates,
            TrustManagerFactory trustManagerFactory,
            X509Certificate[] certificates,
            PrivateKey key,
            String keyPassword,
            KeyManagerFactory keyManagerFactory,
            Iterable<String> ciphers,
            CipherSuiteFilter cipherFilter,
            ApplicationProtocolConfig protocols,
            String[] tlsVersions,
            long sessionCacheSize,
            long sessionTimeout,
            boolean startTls,
            boolean enableOcsp,
            SecureRandom random,
            String keyStoreType,
            String endpointIdentification,
            Map.Entry<SslContextOption<?>, Object>[] options)
            throws SSLException {
        return newClientContextInternal(
                provider,
                sslContextProvider,
                trustCertificates,
                trustManagerFactory,
                certificates,
                key,
                keyPassword,
                keyManagerFactory,
                ciphers,
                cipherFilter,
                protocols,
                tlsVersions,
                sessionCacheSize,
                sessionTimeout,
                enableOcsp,
                random,
                keyStoreType,
                endpointIdentification,
                options);
    }
}
