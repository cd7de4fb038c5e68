/**
 * API keys, tokens and encryption keys: generation, hashes, sealing.
 * <pre>
 * Secret ──hash──▶ SecretHash      API keys and tokens: stored as SHA-256, compared in constant time
 * Secret ──KeyRing.seal──▶ text    private keys: AES-256-GCM, bound to a row by SealedColumn
 * </pre>
 * A {@link io.kakuremichi.control.credential.Secret} masks itself when printed.
 *
 * <p>Terms: to <i>seal</i> is to encrypt under the newest key of the {@link io.kakuremichi.control.credential.KeyRing}; a sealed value
 * <i>opens</i> only in its <i>context</i>, the column and row that it was sealed for.
 */
@NullMarked
package io.kakuremichi.control.credential;

import org.jspecify.annotations.NullMarked;
