/**
 * TLS certificates that gateways obtained: checked, stored, handed to the other gateways.
 */
@NullMarked
package io.kakuremichi.control.certificate;

import org.jspecify.annotations.NullMarked;
