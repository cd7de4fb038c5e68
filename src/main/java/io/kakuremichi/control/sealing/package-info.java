/**
 * Which key the stored secrets are sealed under.
 *
 * <pre>
 * start ─────────────▶ SealCheck.start ─▶ is the key ring the database's? ─▶ no: Control does not start
 *                            └─ in the background ─┐
 * POST /api/reseal ─▶ ResealResource ──────────────┴─▶ SealCheck.reseal ─▶ Resealing, some hundred rows at a time
 * </pre>
 *
 * While replicas are given a new key one by one, those that don't have it in front yet still seal under the old one. So what a start
 * did is not the last word; a call after the last replica's start is.
 */
@NullMarked
package io.kakuremichi.control.sealing;

import org.jspecify.annotations.NullMarked;
