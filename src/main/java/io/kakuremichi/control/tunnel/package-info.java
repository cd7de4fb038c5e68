/**
 * Tunnels: a public domain, the agent behind which its service stands, and the target there.
 */
@NullMarked
package io.kakuremichi.control.tunnel;

import org.jspecify.annotations.NullMarked;
