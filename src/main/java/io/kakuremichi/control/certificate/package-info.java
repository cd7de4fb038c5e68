/**
 * TLS certificates that gateways obtained, and that all gateways share.
 * <pre>
 * certificate_obtained ─▶ CertificateIntake ─▶ CheckedCertificate ─▶ Certificate (key sealed), Change.CertificateStored
 *                                                                        └▶ all other gateways, over topology
 * </pre>
 * REST lists and deletes certificates but never shows a private key.
 *
 * <p>Terms: the <i>intake</i> validates and stores a certificate.
 */
@NullMarked
package io.kakuremichi.control.certificate;

import org.jspecify.annotations.NullMarked;
