/**
 * Who changed what, when, from where, and how it ended.
 *
 * <pre>
 * change over REST ─▶ AuditedInterceptor ── in the change's transaction ───────────────▶ AuditTable
 *        │ failed, or of a resource without the interceptor                                  ▲
 *        └─▶ AuditFilter ─▶ Audit.record ─▶ AuditWriter, in the background, in batches ──────┤
 * caller nobody knows ─▶ Audit.refusedAuthentication ─▶ Refusals, one row per address, minute ┘
 * </pre>
 *
 * A change that succeeded has its entry if and only if it is committed. The rest is best effort: it waits in memory, bounded, and
 * neither fails nor delays a call. Bodies and keys never come here.
 */
@NullMarked
package io.kakuremichi.control.audit;

import org.jspecify.annotations.NullMarked;
