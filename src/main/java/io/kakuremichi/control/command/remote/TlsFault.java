package io.kakuremichi.control.command.remote;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Why a TLS connection was not made, in words for people. */
final class TlsFault {
    /** Alerts (RFC 8446, 6.2) of a server that asked for a client certificate, got one, and does not accept it. */
    private static final Pattern REFUSED_CERTIFICATE = Pattern.compile(
            "fatal alert: (bad_certificate"
                    + "|unsupported_certificate|certificate_revoked|certificate_expired|certificate_unknown|unknown_ca|access_denied)");

    private TlsFault() {}

    static String of(SSLException failure) {
        if (hasCause(failure, CertPathBuilderException.class)) {
            return "the authority of its certificate is not trusted; use --ca-file to name your own authority";
        }
        if (hasCause(failure, CertificateExpiredException.class)
                || hasCause(failure, CertificateNotYetValidException.class)) {
            return "its certificate is not valid at this time";
        }
        if (hasCause(failure, CertificateException.class)) {
            return "its certificate does not fit this address; use --ca-file to name your own authority";
        }
        var alert = String.valueOf(failure.getMessage());
        if (alert.contains("fatal alert: certificate_required")) {
            return "the server demands a client certificate; use --client-certificate-file and --client-key-file";
        }
        if (REFUSED_CERTIFICATE.matcher(alert).find()) {
            return "the server did not accept the client certificate, or demands one";
        }
        return "the server refused the handshake, or does not use TLS on this port";
    }

    private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(type::isInstance);
    }
}
