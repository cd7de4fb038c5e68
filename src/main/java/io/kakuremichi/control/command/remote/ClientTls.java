package io.kakuremichi.control.command.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kakuremichi.control.command.output.CommandFailure;
import io.kakuremichi.control.config.FileFault;
import io.kakuremichi.control.config.SecretSetting;
import io.kakuremichi.control.credential.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** The TLS of a command: the authorities that it trusts and the client certificate that it shows to a server that asks for one. */
final class ClientTls {
    private static final char[] NO_PASSWORD = {};

    private ClientTls() {}

    /**
     * Reads the files.
     *
     * @param authorities trusts only these; the default authorities if empty
     * @return empty if no file is given
     * @throws CommandFailure when a file cannot be used, with a message that quotes nothing of it
     */
    static Optional<SSLContext> of(Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key) {
        if (certificate.isPresent() != key.isPresent()) {
            throw CommandFailure.usage(
                    "A client certificate needs its private key: use both --client-certificate-file and --client-key-file");
        }
        if (authorities.isEmpty() && certificate.isEmpty()) {
            return Optional.empty();
        }
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(
                    certificate.isEmpty() ? null : shown(certificate.get(), key.orElseThrow()),
                    authorities.isEmpty() ? null : trusted(authorities.get()),
                    null);
            return Optional.of(context);
        } catch (IOException | GeneralSecurityException e) {
            // Such as a policy of this machine that forbids the algorithm of a key.
            throw CommandFailure.usage("The TLS files cannot be used on this machine");
        }
    }

    private static TrustManager[] trusted(Path file) throws GeneralSecurityException, IOException {
        var store = emptyStore();
        for (var certificate : certificates("--ca-file", file)) {
            store.setCertificateEntry("authority-" + store.size(), certificate);
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        return trust.getTrustManagers();
    }

    private static KeyManager[] shown(Path certificateFile, Path keyFile) throws GeneralSecurityException, IOException {
        var chain = certificates("--client-certificate-file", certificateFile);
        var pem = keyText(keyFile);
        var key = Pem.privateKey(pem)
                .orElseThrow(() -> CommandFailure.usage(
                        Pem.hasEncryptedKey(pem)
                                ? "The private key in %s is encrypted: decrypt it".formatted(keyFile)
                                : "No PEM private key in " + keyFile));
        if (!Pem.belongs(key, chain.getFirst())) {
            throw CommandFailure.usage("The private key in %s does not belong to the first certificate in %s"
                    .formatted(keyFile, certificateFile));
        }
        var store = emptyStore();
        store.setKeyEntry("client", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, NO_PASSWORD);
        return keys.getKeyManagers();
    }

    private static List<X509Certificate> certificates(String option, Path file) {
        if (Files.isDirectory(file)) {
            throw CommandFailure.usage("%s is a directory: %s".formatted(option, file));
        }
        try {
            // Certificates are ASCII; what is written between them may have any encoding.
            var found = Pem.certificates(new String(Files.readAllBytes(file), UTF_8));
            if (found.isEmpty()) {
                throw CommandFailure.usage("No PEM certificate in " + file);
            }
            return found;
        } catch (IOException e) {
            throw CommandFailure.usage(option + " cannot be read: " + FileFault.of(e));
        }
    }

    private static String keyText(Path file) {
        try {
            return SecretSetting.read("--client-key", Optional.empty(), "--client-key-file", Optional.of(file))
                    .orElseThrow()
                    .value();
        } catch (IllegalStateException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
