/**
 * Holds the published API documents ({@code src/docs/api}) against the code: what is documented is what is said, and what was
 * released is not broken.
 */
package io.kakuremichi.control.apidocs;
