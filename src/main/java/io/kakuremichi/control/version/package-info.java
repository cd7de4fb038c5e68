/**
 * Which version of Control this is.
 *
 * <pre>
 * src/main/build/VersionFile.java ─▶ kakuremichi-version.properties ─▶ BuildVersion ─┬─▶ GET /api/version
 *                                                                                    └─▶ kakuremichi-control --version
 * </pre>
 */
@NullMarked
package io.kakuremichi.control.version;

import org.jspecify.annotations.NullMarked;
