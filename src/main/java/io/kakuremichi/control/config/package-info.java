/**
 * All settings of Control.
 *
 * <pre>
 * environment, system properties, application.properties ─▶ ControlConfig ─▶ one interface for each group
 * its Javadoc ─▶ src/docs/operators/configuration.md, the operators' reference
 * </pre>
 *
 * {@link io.kakuremichi.control.config.SecretSetting} reads secrets from values or from files.
 */
@NullMarked
package io.kakuremichi.control.config;

import org.jspecify.annotations.NullMarked;
