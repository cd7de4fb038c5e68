/**
 * What messages of clients do. {@link io.kakuremichi.control.session.inbound.MessageHandler} dispatches them,
 * {@link io.kakuremichi.control.session.inbound.Login} authenticates,
 * {@link io.kakuremichi.control.session.inbound.EnrollmentLogin} enrolls new clients, and
 * {@link io.kakuremichi.control.session.inbound.KeyConfirmation} stores the receipt of private keys.
 */
@NullMarked
package io.kakuremichi.control.session.inbound;

import org.jspecify.annotations.NullMarked;
