/**
 * Agents: the edge clients next to the services. Entity, rules and REST resource.
 */
@NullMarked
package io.kakuremichi.control.agent;

import org.jspecify.annotations.NullMarked;
