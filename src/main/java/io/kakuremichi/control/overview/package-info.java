/**
 * REST for the console's first page, its picture of the topology and its page about the system.
 *
 * <pre>
 * OverviewResource ──▶ Recent ──▶ OverviewReader ──┬─▶ TotalsTable      one row of counts
 *                  (one reading                    ├─▶ ProblemTable     one statement over all kinds of problems
 *                   a second)                      ├─▶ ChangeRate       changes of the last hour, by minute
 *                                                  ├─▶ LagWatch         who has not applied what concerns it, since when
 *                                                  └─▶ ReplicaWatch     replicas, and those that were lost
 *                  ──▶ Recent ──▶ PictureReader ────▶ PictureTable, NodeGroups
 *                  ──▶ Recent ──▶ SystemReader ─────▶ ShownSettings
 * </pre>
 *
 * <p>Each reading is a few statements about whole sets, never one for each client. All consoles of a replica share one reading
 * a second, so that the load does not depend on the number of consoles.
 *
 * <p>The reachable state of a tunnel ({@link io.kakuremichi.control.overview.TunnelState}) combines what its agent reported with
 * whether that agent is connected: a report of an offline agent is out of date.
 */
@NullMarked
package io.kakuremichi.control.overview;

import org.jspecify.annotations.NullMarked;
