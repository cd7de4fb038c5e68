/** The wire formats that clients speak, and which changes each format carries as messages of their own. */
@NullMarked
package io.kakuremichi.control.session.dialect;

import org.jspecify.annotations.NullMarked;
