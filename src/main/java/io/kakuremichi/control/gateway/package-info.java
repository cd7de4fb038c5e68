/**
 * Gateways: the public entry nodes. Entity, rules and REST resource.
 */
@NullMarked
package io.kakuremichi.control.gateway;

import org.jspecify.annotations.NullMarked;
