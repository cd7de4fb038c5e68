package io.kakuremichi.control.command.remote;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Why a TLS connection was not made, in words for people. */
final class TlsFault {
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
        return "the server refused the handshake, or does not use TLS on this port";
    }

    private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(type::isInstance);
    }
}
