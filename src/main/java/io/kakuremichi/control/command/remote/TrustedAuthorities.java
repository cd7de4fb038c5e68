package io.kakuremichi.control.command.remote;

import io.kakuremichi.control.command.output.CommandFailure;
import io.kakuremichi.control.config.FileFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificate authorities that the machine does not trust by default. */
final class TrustedAuthorities {
    private TrustedAuthorities() {}

    /** Trusts only the authorities in a PEM file. */
    static SSLContext in(Path file) {
        try (var input = Files.newInputStream(file)) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(input)) {
                store.setCertificateEntry("authority-" + store.size(), certificate);
            }
            if (store.size() == 0) {
                throw CommandFailure.usage("No certificate in " + file);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw CommandFailure.usage("--ca-file cannot be read: " + FileFault.of(e));
        } catch (GeneralSecurityException e) {
            throw CommandFailure.usage("%s contains no PEM certificates".formatted(file));
        }
    }
}
