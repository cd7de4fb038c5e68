/** What people read ({@code README.md}, {@code src/docs}), held against what Control really is. */
package io.kakuremichi.control.docs;
