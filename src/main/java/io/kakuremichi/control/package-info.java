/** Control, the control plane of kakuremichi. */
@NullMarked
package io.kakuremichi.control;

import org.jspecify.annotations.NullMarked;
