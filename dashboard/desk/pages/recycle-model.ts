import { type RecycleRecord, serversOf } from "../../../src/domain/run/recycle.ts";
import type { RecycleModel } from "../../wire/run-model.ts";

/** How far servers that are replaced in place are: those of the batch, who takes their place, and who is left. */
export function recycleModel(run: RecycleRecord): RecycleModel {
  const { generation, replaced, atOnce, batch, left, endedAt } = run;
  const shown = endedAt === null ? batch : null;
  return {
    generation,
    replaced: replaced.length,
    all: serversOf(run).length,
    atOnce,
    batch: shown?.number ?? null,
    old: (shown?.servers ?? []).map(({ id, zone, state }) => ({ id, zone, words: OLD[state] })),
    fresh: (shown?.substitutes ?? []).map((each) => ({
      id: each.id,
      zone: each.zone,
      words: freshWords(each),
    })),
    awaited: shown === null ? 0 : Math.max(0, shown.wanted - shown.substitutes.length),
    left: left.map(({ server, reason }) => ({ id: server, reason })),
  };
}

type Batch = NonNullable<RecycleRecord["batch"]>;

const OLD: Readonly<Record<Batch["servers"][number]["state"], string>> = {
  serving: "in traffic",
  leaving: "leaves traffic",
  isolated: "out of traffic",
  ending: "ends",
  gone: "gone",
  left: "left alone",
};

function freshWords({ isEnding, isJudged, healthySince }: Batch["substitutes"][number]): string {
  if (isEnding) return "ends";
  if (healthySince !== null) return "in traffic";
  return isJudged ? "its gates passed; waits for traffic" : "boots, or is judged";
}
