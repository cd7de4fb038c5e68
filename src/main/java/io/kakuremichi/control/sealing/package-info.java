/**
 * Reseals stored secrets when the encryption key changes.
 * <pre>
 * start ─────────────▶ SealCheck.start ─▶ does the key ring belong to the database? ─▶ no: Control does not start
 *                            └─ in the background ─┐
 * POST /api/reseal ─▶ ResealResource ──────────────┴─▶ SealCheck.reseal ─▶ Resealing, some hundred rows at a time
 * </pre>
 * While replicas get a new key one by one, those that do not have it first still seal under the old key. The reseal at
 * a replica's start is therefore not sufficient; a call after the last replica's restart completes it.
 */
@NullMarked
package io.kakuremichi.control.sealing;

import org.jspecify.annotations.NullMarked;
