/**
 * Holds the published API documents ({@code src/docs/api}) against the code: what is documented is what is said.
 */
package io.kakuremichi.control.apidocs;
