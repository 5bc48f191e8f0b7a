import { type Batch, type RecycleRecord, serversOf } from "../../domain/run/recycle.ts";

/** A server of the batch as a person sees it: `ok`: it has traffic; `muted`: it is on its way out, or out. */
interface BatchRow {
  readonly id: string;
  readonly zone: string;
  readonly words: string;
  readonly tone: "ok" | "moving" | "muted";
}

/** How far servers are that are replaced in place. */
export interface RecycleRows {
  readonly generation: number;
  readonly replaced: number;
  /** Replaced, under way, and still to come. */
  readonly all: number;
  readonly atOnce: number;
  /** Number of the batch that is at work; null: none is. */
  readonly batch: number | null;
  readonly old: readonly BatchRow[];
  /** Those that take their place, in the order in which they came: no one of them belongs to another. */
  readonly fresh: readonly BatchRow[];
  /** Substitutes that are still to be launched. */
  readonly awaited: number;
  /** Servers that were due and are left alone, each with why. */
  readonly left: readonly { readonly id: string; readonly reason: string }[];
}

/** The same for every surface. A run that has ended has no batch at work. */
export function recycleRows(run: RecycleRecord): RecycleRows {
  const { generation, replaced, atOnce, left, endedAt } = run;
  const batch = endedAt === null ? run.batch : null;
  const { servers = [], substitutes = [], wanted = 0 } = batch ?? {};
  return {
    generation,
    replaced: replaced.length,
    all: serversOf(run).length,
    atOnce,
    batch: batch?.number ?? null,
    old: servers.map(({ id, zone, state }) => ({ id, zone, ...OLD[state] })),
    fresh: substitutes.map((each) => ({ id: each.id, zone: each.zone, ...substituteShown(each) })),
    awaited: Math.max(0, wanted - substitutes.length),
    left: left.map(({ server: id, reason }) => ({ id, reason })),
  };
}

type Shown = Pick<BatchRow, "words" | "tone">;

const OLD: Readonly<Record<Batch["servers"][number]["state"], Shown>> = {
  serving: { words: "in traffic", tone: "ok" },
  leaving: { words: "leaves traffic", tone: "moving" },
  isolated: { words: "out of traffic", tone: "moving" },
  ending: { words: "ends", tone: "muted" },
  gone: { words: "gone", tone: "muted" },
  left: { words: "left alone", tone: "moving" },
};

function substituteShown({ isEnding, isJudged, healthySince }: Batch["substitutes"][number]): Shown {
  if (isEnding) return { words: "ends", tone: "muted" };
  if (healthySince !== null) return { words: "in traffic", tone: "ok" };
  return { words: isJudged ? "its gates passed; waits for traffic" : "boots, or is judged", tone: "moving" };
}
