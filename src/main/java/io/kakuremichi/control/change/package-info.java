/**
 * What can happen to stored state, in one vocabulary.
 *
 * <p>A resource fires a {@link io.kakuremichi.control.change.Change} inside its transaction; the change log stores it
 * under a revision; every replica reads it back in revision order and moves its topology forward with it. The records
 * hold public facts only: what is here may be written to the change log, so no secret ever is.
 */
@NullMarked
package io.kakuremichi.control.change;

import org.jspecify.annotations.NullMarked;
