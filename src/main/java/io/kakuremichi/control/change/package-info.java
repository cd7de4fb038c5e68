/**
 * The changes of stored state that concern clients, in one sealed vocabulary.
 * <pre>
 * resource ──fires Change in its transaction──▶ change log, with a revision ──▶ every replica's topology, in revision order
 * </pre>
 * The records hold public facts only. They are written to the change log, so they never contain a secret.
 */
@NullMarked
package io.kakuremichi.control.change;

import org.jspecify.annotations.NullMarked;
