import type { AgeSettings } from "../age/age-settings.ts";
import { ageDueAt } from "../age/due-at.ts";
import type { Windows } from "../brakes/opening.ts";
import type { FleetState } from "../decide/fleet-state.ts";
import type { Draw } from "../rollout-decisions/request-budget.ts";

/** What something takes: measured on what was there before, or worked out from what is declared. */
export interface Span {
  readonly seconds: number;
  readonly isMeasured: boolean;
}

/** A server that is due for its age at an instant. Milliseconds since 1970. */
export interface DueServer {
  readonly id: string;
  readonly launchedAt: number;
  readonly dueAt: number;
  /** It is to be launched first: nobody knows its id, which decides when it is due. When it may be at the earliest and at the latest. */
  readonly between: readonly [number, number] | null;
}

/** From an instant on, until another, a Change Calendar stays as it is; null: AWS names no end. */
export interface CalendarSpan {
  readonly from: number;
  readonly to: number | null;
  readonly isOpen: boolean;
}

/** What becomes of a Change Calendar; `unreadable`: why nobody knows. */
export type CalendarAhead = readonly CalendarSpan[] | { readonly unreadable: string };

/** Of the open run, what its end depends on and its fleet's next decision does not. */
export interface OpenAhead {
  /** When it began, milliseconds since 1970. */
  readonly since: number;
  /** Its green is ready for its first traffic. */
  readonly isReady: boolean;
  /** Whether that is to wait for a person's yes, and for a window. */
  readonly needsYes: boolean;
  readonly needsWindow: boolean;
  /** It is for the age of servers, by what they run. */
  readonly isForAge: boolean;
}

/** All that is looked at to say what becomes of a fleet if nobody changes anything. */
export interface FleetAhead {
  /** As it is decided by now. */
  readonly state: FleetState;
  readonly age: AgeSettings | undefined;
  /** Servers of the live generation by when they are due for their age, the first first. Empty: none is, or nobody knows. */
  readonly due: readonly DueServer[];
  /** Servers of the live generation; null: nobody knows. */
  readonly size: number | null;
  /** Servers that are too old, and that nothing is begun for: they belong to a storm that nobody has acknowledged. */
  readonly unheeded: ReadonlySet<string>;
  /** Of the Change Calendar that its windows name; null: they name none. */
  readonly calendar: CalendarAhead | null;
  /** When its runs may begin by windows and calendar together; null: at any time. */
  readonly permits: Windows | null;
  /** Whether a run has to fit into its window. */
  readonly fits: boolean;
  /** Whether windows hold green's first traffic as well (windows.gates: shift). */
  readonly gatesShift: boolean;
  /** Seconds from the begin of a run until its green is ready for its first traffic, where a window or a person holds that; null: neither does. */
  readonly toTraffic: number | null;
  /** How long a run takes. */
  readonly length: Span;
  /** Null: none is open. */
  readonly openRun: OpenAhead | null;
  /** What a run asks of the account. */
  readonly draws: readonly Draw[];
}

interface Launched {
  readonly id: string;
  readonly launchedAt: number;
}

/** When these servers are due for their age, the first first. */
export const dueServers = (servers: readonly Launched[], age: AgeSettings | undefined): DueServer[] =>
  age === undefined
    ? []
    : servers
        .map(({ id, launchedAt }) => ({
          id,
          launchedAt,
          dueAt: ageDueAt({ id, launchedAt }, age),
          between: null,
        }))
        .sort((a, b) => a.dueAt - b.dueAt || (a.id < b.id ? -1 : 1));

/**
 * The first of so many servers that a run launches is expected to be due then: each is due up to `jitter` earlier than `max`, and the
 * earliest of many is early.
 */
export function expectedFirst(
  generation: number,
  launchedAt: number,
  { age, size }: { readonly age: AgeSettings | undefined; readonly size: number | null },
): DueServer[] {
  if (age === undefined) return [];
  const servers = Math.max(1, size ?? 1);
  const [max, share] = [age.max * 1000, age.jitter / 100];
  return [
    {
      id: `a server of generation ${generation}`,
      launchedAt,
      dueAt: launchedAt + Math.floor(max * (1 - (share * servers) / (servers + 1))),
      between: [launchedAt + Math.floor(max * (1 - share)), launchedAt + max],
    },
  ];
}
