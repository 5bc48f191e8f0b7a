import type { Explanation } from "./explanation.ts";

/** What a list of fleets needs of one fleet, in one small record. Instants are milliseconds since 1970. */
export interface FleetSummary
  extends Pick<Explanation, "state" | "waitsFor" | "sentence" | "gist" | "since" | "endsAt" | "otherwise"> {
  readonly fleet: string;
  /** The command that ends what it waits for a person for; null: it waits for none. */
  readonly next: string | null;
  /** The run that is open; null: none is. */
  readonly run: {
    readonly id: string;
    readonly kind: string;
    readonly phase: string;
    /** What the servers are to be; null: what they are. */
    readonly image: string | null;
    readonly generation: number;
  } | null;
  /** What serves; null: nothing does. */
  readonly live: { readonly image: string; readonly generation: number } | null;
  /** When that was so. */
  readonly at: number;
}

type About = Pick<FleetSummary, "fleet" | "run" | "live" | "at">;

/** The summary of what was explained. */
export function summaryOf(explained: Explanation, about: About): FleetSummary {
  const { state, waitsFor, sentence, gist, since, endsAt, otherwise, actions } = explained;
  const act = NEXT[waitsFor ?? ""];
  const next = actions.find((each) => each.act === act && each.blockedReason === null)?.command ?? null;
  return { ...about, state, waitsFor, sentence, gist, since, endsAt, otherwise, next };
}

/** By what a fleet waits for: the act of a person that ends it. */
const NEXT: Readonly<Partial<Record<string, Explanation["actions"][number]["act"]>>> = {
  person: "settle-blue",
  approval: "approve",
  quarantine: "lift-quarantine",
  except: "retry",
  freeze: "unfreeze",
  pause: "resume",
};

/**
 * Whether two summaries say the same. Of an open run what changes from poll to poll is no news: it would be a write each. What a fleet
 * at rest waits for does not change so.
 */
export function isSameSummary(one: FleetSummary, other: FleetSummary): boolean {
  const textOf = ({ at: _at, sentence, gist, ...rest }: FleetSummary): string => {
    const { fleet, state, waitsFor, next, run, live } = rest;
    const said = run === null ? [sentence, rest.endsAt, rest.otherwise] : [gist];
    return JSON.stringify([
      fleet,
      state,
      waitsFor,
      next,
      run && [run.id, run.phase],
      live && [live.image, live.generation],
      said,
    ]);
  };
  return textOf(one) === textOf(other);
}
