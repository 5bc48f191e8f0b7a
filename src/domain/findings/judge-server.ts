import type { AgeSettings } from "../age/age-settings.ts";
import { ageDifference, ageDueAt } from "../age/due-at.ts";
import type { Fleet } from "../declaration/fleet.ts";
import { driftOf, type DriftKind, type Expectations } from "../drift/drift-kinds.ts";
import type { Difference } from "../drift/drift-detector.ts";
import type { ServerFacts } from "../drift/server-facts.ts";
import { noticeFindings, type ScheduledNotice } from "../notices/scheduled-notice.ts";
import type { Finding, FindingMode } from "./finding.ts";

/** What a server is judged by. */
interface Judged {
  readonly age: AgeSettings | undefined;
  readonly drift: Fleet["drift"];
  readonly health: Fleet["health"];
  /** What AWS has scheduled for it. */
  readonly notices: readonly ScheduledNotice[];
  /** Its generation's number, and what is expected of its servers; null: nothing was pinned, so nothing drifts. */
  readonly generation: number;
  readonly expectations: Expectations | null;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What there is to be found about a server now: for its age from its due date on, each difference from what is expected, and what is scheduled. */
export function judgeServer(
  server: ServerFacts,
  { age, drift, health, notices, generation, expectations, now }: Judged,
): Finding[] {
  const found = noticeFindings(notices, { server: server.id, generation, settings: health }, now);
  if (age !== undefined) {
    const dueAt = ageDueAt(server, age);
    const about = { kind: "age", dueAt, mode: "replace", evidence: {} } as const;
    if (dueAt <= now)
      found.push(asFinding(server, { ...about, generation, ...ageDifference(server, age) }, now));
  }
  for (const [kind, differences] of driftOf(expectations ?? {}, server)) {
    const about = { kind: "drift", generation, dueAt: now, mode: modeOf(drift, kind) } as const;
    const evidence = { drift: kind };
    found.push(...differences.map((each) => asFinding(server, { ...about, evidence, ...each }, now)));
  }
  return found;
}

const MODES = { auto: "replace", approve: "approve", observe: "report" } as const;

const modeOf = (drift: Fleet["drift"], kind: DriftKind): FindingMode => MODES[drift[kind] ?? "observe"];

const asFinding = (
  { id }: ServerFacts,
  about: Difference & Pick<Finding, "kind" | "generation" | "dueAt" | "mode" | "evidence">,
  now: number,
): Finding => ({ server: id, since: now, absentIn: 0, isPublished: false, ...about });
