/** The settings of Control: one documented interface, and secrets read from values or files. */
@NullMarked
package io.kakuremichi.control.config;

import org.jspecify.annotations.NullMarked;
