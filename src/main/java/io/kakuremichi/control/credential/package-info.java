/**
 * API keys and tokens: made here, kept as hashes, compared in constant time, masked when printed.
 */
@NullMarked
package io.kakuremichi.control.credential;

import org.jspecify.annotations.NullMarked;
