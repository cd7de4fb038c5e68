/**
 * Enrollment: machines become agents or gateways by themselves, with an enrollment key instead of an administrator.
 * <pre>
 * POST, DELETE /api/enrollment-keys ─▶ EnrollmentKeyResource ─▶ EnrollmentKey
 *                                                                   │ one use, in the transaction of the creation
 * POST /api/enroll ─▶ EnrollResource ──┐                            ▼
 *                                      ├─▶ Enrollments ─▶ Agents, Gateways: the ordinary creation
 * WebSocket ─▶ RepeatableEnrollments ──┘        │
 *                      └─▶ EnrollmentAnswers    │
 *                                               └─▶ EnrollmentRefusedException, with a reason for the audit only
 * EnrollmentKeyPruning (scheduled) ─▶ EnrollmentKey: those that can no longer be used, beyond their retention
 * EphemeralClients (scheduled) ─▶ Agents, Gateways: the ordinary deletion of ephemeral clients that stay offline
 * </pre>
 *
 * <p>Terms: a <i>use</i> is one created client; an <i>ephemeral</i> key's clients are deleted when they stay offline.
 */
@NullMarked
package io.kakuremichi.control.enrollment;

import org.jspecify.annotations.NullMarked;
