/**
 * What every part stands on: the start of the process, configuration, the REST conventions (errors, paging, preconditions,
 * idempotency) and who may call.
 */
@NullMarked
package io.kakuremichi.control.platform;

import org.jspecify.annotations.NullMarked;
