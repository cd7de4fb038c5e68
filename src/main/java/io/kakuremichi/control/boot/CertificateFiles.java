package io.kakuremichi.control.boot;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kakuremichi.control.config.FileFault;
import io.kakuremichi.control.config.TlsFiles;
import io.kakuremichi.control.credential.Pem;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The PEM files of TLS as they are configured. A server with a certificate and the key of another one starts, is ready,
 * and fails every handshake, so the files are checked before anything else starts, and at each reload.
 *
 * @param certificates usually one; several for several server names
 * @param keys as many, in the same order
 * @param authorities files of certificates of authorities
 */
record CertificateFiles(List<Named> certificates, List<Named> keys, List<Named> authorities) {
    private static final String CERTIFICATE = "kakuremichi.tls.certificate-file";
    private static final String KEY = "kakuremichi.tls.key-file";
    private static final String GATEWAYS_CA = "kakuremichi.tls.gateways-ca-file";
    private static final String GATEWAYS_NEED = "kakuremichi.tls.gateways-need-certificate";
    private static final String OIDC_CA = "kakuremichi.oidc.ca-file";

    private static final String FRAMEWORKS = "quarkus\\.tls\\.\"?web\"?\\.";

    /** The framework's names of the same files, which it reads with double underscores only. */
    private static final Pattern FRAMEWORKS_CERTIFICATE = Pattern.compile(
            "QUARKUS_TLS__WEB__KEY_STORE_PEM__\\w+?__CERT|" + FRAMEWORKS + "key-store\\.pem\\..*\\.cert");

    private static final Pattern FRAMEWORKS_KEY =
            Pattern.compile("QUARKUS_TLS__WEB__KEY_STORE_PEM__\\w+?__KEY|" + FRAMEWORKS + "key-store\\.pem\\..*\\.key");

    private static final Pattern FRAMEWORKS_AUTHORITIES =
            Pattern.compile("QUARKUS_TLS__?WEB__?TRUST_STORE_PEM_CERTS|" + FRAMEWORKS + "trust-store\\.pem\\.certs");

    /** Names of a certificate that have no effect on the public port. */
    private static final Pattern WITHOUT_EFFECT = Pattern.compile(
            "QUARKUS_TLS_WEB_KEY_STORE_PEM_\\w+_(CERT|KEY)|QUARKUS_HTTP_SSL_CERTIFICATE_(FILES?|KEY_FILES?)");

    /** The algorithms of keys that Vert.x reads from PEM. */
    private static final Set<String> SERVED = Set.of("RSA", "EC");

    /** Those of TLS 1.3 (RFC 8446, 4.2.7). */
    private static final List<String> CURVES = List.of("secp256r1", "secp384r1", "secp521r1");

    /** In bits. Clients refuse shorter keys; many refuse this length as well. */
    private static final int SHORTEST_RSA = 1_024;

    /**
     * A file of a setting.
     *
     * @param setting as people write it
     */
    record Named(String setting, Path file) {
        /** @throws IllegalStateException with one sentence */
        String read() {
            if (Files.isDirectory(file)) {
                throw new IllegalStateException("%s is a directory: %s".formatted(setting, file));
            }
            try {
                return Files.readString(file, UTF_8);
            } catch (IOException e) {
                throw new IllegalStateException("%s can't be read: %s".formatted(setting, FileFault.of(e)), e);
            }
        }
    }

    /** @throws IllegalStateException with one sentence, if names contradict each other or a part is missing */
    static CertificateFiles of(SmallRyeConfig config) {
        refuseNamesWithoutEffect(config);
        var certificates = named(config, CERTIFICATE, FRAMEWORKS_CERTIFICATE);
        var keys = named(config, KEY, FRAMEWORKS_KEY);
        var gatewaysCa = named(config, GATEWAYS_CA, FRAMEWORKS_AUTHORITIES);
        if (certificates.size() != keys.size()) {
            throw new IllegalStateException("a certificate needs its private key: set both"
                    + " KAKUREMICHI_TLS_CERTIFICATE_FILE and KAKUREMICHI_TLS_KEY_FILE");
        }
        if (isTrue(config, GATEWAYS_NEED) && (certificates.isEmpty() || gatewaysCa.isEmpty())) {
            // Without a trust store, the JVM would trust certificates of every public authority.
            throw new IllegalStateException("KAKUREMICHI_TLS_GATEWAYS_NEED_CERTIFICATE needs"
                    + " KAKUREMICHI_TLS_GATEWAYS_CA_FILE (the authority of the gateways' certificates) and"
                    + " KAKUREMICHI_TLS_CERTIFICATE_FILE (Control's own certificate)");
        }
        var authorities = Stream.of(ours(config, GATEWAYS_CA), ours(config, OIDC_CA))
                .flatMap(Optional::stream)
                .toList();
        return new CertificateFiles(certificates, keys, authorities);
    }

    /** Whether the public port has TLS. */
    boolean hasCertificate() {
        return !certificates.isEmpty();
    }

    /**
     * Reads and checks all files.
     *
     * @return a warning, if the certificate is not valid at that time
     * @throws IllegalStateException with one sentence
     */
    Optional<String> check(Instant now) {
        for (var each : authorities) {
            if (Pem.certificates(each.read()).isEmpty()) {
                throw new IllegalStateException(
                        "%s contains no PEM certificate: %s".formatted(each.setting(), each.file()));
            }
        }
        var warning = Optional.<String>empty();
        for (var i = 0; i < certificates.size(); i++) {
            var certificate = certificates.get(i);
            var key = keys.get(i);
            var pem = certificate.read();
            fault(pem, key.read()).ifPresent(fault -> {
                throw new IllegalStateException("%s (%s, %s)".formatted(fault, certificate.file(), key.file()));
            });
            warning = warning.or(() -> outdated(pem, now));
        }
        return warning;
    }

    /** One sentence, if no TLS handshake can succeed with these texts; quotes nothing of them. */
    static Optional<String> fault(String certificatePem, String keyPem) {
        var chain = Pem.certificates(certificatePem);
        if (chain.isEmpty()) {
            return Optional.of("the certificate file contains no PEM certificate");
        }
        var publicKey = chain.getFirst().getPublicKey();
        if (!SERVED.contains(publicKey.getAlgorithm()) || publicKey instanceof ECKey ec && !isOnCurveOfTls(ec)) {
            return Optional.of(
                    "the certificate has a key that the server's TLS cannot use: take RSA, or EC with the curve"
                            + " P-256, P-384 or P-521");
        }
        if (publicKey instanceof RSAKey rsa && rsa.getModulus().bitLength() < SHORTEST_RSA) {
            return Optional.of("the certificate has an RSA key of %s bits, which TLS clients refuse: take 2048 or more"
                    .formatted(rsa.getModulus().bitLength()));
        }
        var key = Pem.privateKey(keyPem);
        if (key.isEmpty()) {
            return Optional.of(
                    Pem.hasEncryptedKey(keyPem)
                            ? "the private key is encrypted, and Control can't ask for a passphrase: decrypt it"
                            : "the key file contains no PEM private key");
        }
        if (!Pem.belongs(key.get(), chain.getFirst())) {
            var elsewhere = chain.stream().anyMatch(each -> Pem.belongs(key.get(), each));
            return Optional.of(
                    elsewhere
                            ? "the chain in the certificate file begins with another certificate than the server's own"
                            : "the private key does not belong to the certificate");
        }
        if (Set.copyOf(chain).size() < chain.size()) {
            return Optional.of("the certificate file contains a certificate twice");
        }
        for (var i = 1; i < chain.size(); i++) {
            if (!issued(chain.get(i), chain.get(i - 1))) {
                return Optional.of("certificate %s of the chain in the certificate file did not issue the one before it"
                        .formatted(i + 1));
            }
        }
        return Optional.empty();
    }

    private static boolean isOnCurveOfTls(ECKey key) {
        return CURVES.stream().anyMatch(curve -> {
            try {
                var parameters = AlgorithmParameters.getInstance("EC");
                parameters.init(new ECGenParameterSpec(curve));
                return parameters
                        .getParameterSpec(ECParameterSpec.class)
                        .getOrder()
                        .equals(key.getParams().getOrder());
            } catch (GeneralSecurityException e) {
                return false;
            }
        });
    }

    /** One sentence, if the certificate is valid only before or after that time. */
    static Optional<String> outdated(String certificatePem, Instant now) {
        return Pem.certificates(certificatePem).stream().findFirst().flatMap(own -> {
            if (own.getNotBefore().toInstant().isAfter(now)) {
                return Optional.of("the certificate is not valid before "
                        + own.getNotBefore().toInstant());
            }
            return own.getNotAfter().toInstant().isAfter(now)
                    ? Optional.empty()
                    : Optional.of("the certificate has expired at "
                            + own.getNotAfter().toInstant());
        });
    }

    private static boolean issued(X509Certificate issuer, X509Certificate certificate) {
        if (!issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static List<Named> named(SmallRyeConfig config, String property, Pattern frameworks) {
        var ours = ours(config, property);
        var theirs = namesIn(config, frameworks);
        if (ours.isPresent() && !theirs.isEmpty()) {
            throw new IllegalStateException("set either %s or %s, not both"
                    .formatted(ours.get().setting(), theirs.getFirst().setting()));
        }
        return ours.map(List::of).orElse(theirs);
    }

    private static Optional<Named> ours(SmallRyeConfig config, String property) {
        return config.getOptionalValue(property, String.class)
                .map(value -> new Named(SettingRules.of(property).orElseThrow().variable(), Path.of(value)));
    }

    private static List<Named> namesIn(SmallRyeConfig config, Pattern names) {
        return StreamSupport.stream(config.getConfigSources().spliterator(), false)
                .filter(source -> !source.getName().contains(TlsFiles.NAME))
                .flatMap(source -> source.getPropertyNames().stream()
                        .filter(name -> names.matcher(name).matches())
                        .filter(name -> !String.valueOf(source.getValue(name)).isEmpty())
                        .map(name -> new Named(name, Path.of(String.valueOf(source.getValue(name))))))
                .sorted(Comparator.comparing(Named::setting))
                .toList();
    }

    private static void refuseNamesWithoutEffect(SmallRyeConfig config) {
        for (var source : config.getConfigSources()) {
            if (source instanceof EnvConfigSource) {
                source.getPropertyNames().stream()
                        .filter(name -> WITHOUT_EFFECT.matcher(name).matches())
                        .findFirst()
                        .ifPresent(name -> {
                            throw new IllegalStateException(
                                    "%s sets nothing: use KAKUREMICHI_TLS_CERTIFICATE_FILE and KAKUREMICHI_TLS_KEY_FILE"
                                            .formatted(name));
                        });
            }
        }
    }

    private static boolean isTrue(SmallRyeConfig config, String property) {
        return Boolean.parseBoolean(
                String.valueOf(config.getConfigValue(property).getValue()));
    }
}
