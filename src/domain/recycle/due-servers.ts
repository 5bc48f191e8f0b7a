import { type Finding, findingKey } from "../findings/finding.ts";
import { type Reason, reasons } from "../run/cause.ts";
import type { DueTarget } from "../decide/due-targets.ts";

/** A server that is to be replaced: for its most urgent finding. */
export interface DueServer {
  readonly id: string;
  readonly reason: Reason;
  /** Since when it is due, milliseconds since 1970. */
  readonly dueAt: number;
}

const rank = ({ reason }: Pick<DueServer, "reason">): number => reasons.indexOf(reason);

/** The one that is replaced first: for the more urgent reason, then the one that is overdue for longer. */
const urgency = (one: DueServer, other: DueServer): number =>
  rank(one) - rank(other) || one.dueAt - other.dueAt || (one.id < other.id ? -1 : 1);

/** The servers that these findings are about, the most urgent first; null: it is not for findings about servers alone. */
export function dueServers({ due }: DueTarget, findings: readonly Finding[]): readonly DueServer[] | null {
  const byKey = new Map(findings.map((each) => [`finding ${findingKey(each)} ${each.since}`, each]));
  const found = due.map(({ key }) => byKey.get(key));
  const servers = new Map<string, DueServer>();
  for (const each of found) {
    if (each === undefined) return null;
    const next = { id: each.server, reason: each.kind, dueAt: each.dueAt };
    const known = servers.get(each.server);
    if (known === undefined || urgency(next, known) < 0) servers.set(each.server, next);
  }
  return [...servers.values()].sort(urgency);
}
