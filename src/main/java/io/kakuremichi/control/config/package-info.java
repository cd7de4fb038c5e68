/** The settings of Control: documented mapping interfaces, of which {@code ControlConfig} is the root, and secrets read from values or files. */
@NullMarked
package io.kakuremichi.control.config;

import org.jspecify.annotations.NullMarked;
