/**
 * The audit: who changed what, when, from which address, and with which outcome.
 * <pre>
 * change over REST ─▶ AuditedInterceptor ── in the change's transaction ───────────────▶ AuditTable
 *        │ failed, or of a resource without the interceptor                                  ▲
 *        └─▶ AuditFilter ─▶ Audit.record ─▶ AuditWriter, in the background, in batches ──────┤
 * unauthenticated caller ─▶ Audit.refusedAuthentication ─▶ Refusals, a row per address, minute ┘
 * </pre>
 * The entry of a successful change is committed if and only if the change is. All other entries are best effort: they
 * wait in a bounded queue, and neither fail nor delay a call. Bodies and keys are never recorded.
 *
 * <p>Terms: the <i>actor</i> is the caller; the <i>subject</i> is the affected resource; a <i>refusal</i> is a failed
 * authentication.
 */
@NullMarked
package io.kakuremichi.control.audit;

import org.jspecify.annotations.NullMarked;
