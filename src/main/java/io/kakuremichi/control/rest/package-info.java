/** The conventions of the REST API: error mapping, paging, preconditions, idempotency. */
@NullMarked
package io.kakuremichi.control.rest;

import org.jspecify.annotations.NullMarked;
