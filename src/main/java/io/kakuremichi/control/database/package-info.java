/** What every package that stores something shares: the base entity, identifiers, and the meaning of database failures. */
@NullMarked
package io.kakuremichi.control.database;

import org.jspecify.annotations.NullMarked;
