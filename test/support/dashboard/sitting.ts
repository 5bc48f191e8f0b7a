import { onTestFinished } from "vitest";
import { openDesk } from "../../../dashboard/desk/open-desk.ts";
import type { ActName, Consent, Subject } from "../../../dashboard/wire/acts.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import type { FleetDeclaration } from "../../../src/domain/declaration/fleet.ts";
import { declareFleet } from "../../../src/ledger/fleets.ts";
import { writeGeneration } from "../../../src/ledger/generations.ts";
import { rollouts } from "../../../src/ledger/runs/rollouts.ts";
import type { PersonsAsk } from "../../../src/operator/start-rollout.ts";
import { commandLine, DECLARATION, NOON } from "../cli/command-line.ts";
import { generation, rollout } from "../cli/records.ts";
import { PLACE } from "./served.ts";

interface Parts {
  readonly declares?: Partial<FleetDeclaration>;
  /** Its newest rollout; null: it has none. */
  readonly record?: Partial<RolloutRecord> | null;
}

/** A desk over the fleet `web` on generation 6, whose clock the test moves, and what it asks of the engine. */
export async function sitting({ declares = {}, record = {} }: Parts = {}) {
  let now = NOON + 120_000;
  const asks: PersonsAsk[] = [];
  const { plane } = commandLine({
    plane: {
      start: async (_fleet, ask) => (asks.push(ask), { id: "web-2", settled: Promise.resolve() }),
    },
  });
  const { ledger } = plane;
  const declaration = { ...DECLARATION, ...declares };
  await declareFleet(ledger, { declaration, by: "ada@laptop", now: NOON }, "absent");
  await writeGeneration(ledger, generation({}), "absent");
  if (record !== null) await rollouts.write(ledger, rollout(record), "absent");
  const desk = openDesk({ ...plane, clock: { ...plane.clock, now: () => now } }, { place: PLACE, by: "ada" });
  onTestFinished(() => plane.close());
  const preview = (act: ActName, more: Partial<Subject> = {}) =>
    desk.preview({ act, fleet: "web", item: null, option: false, ...more });
  /** As the page sends it where everything was filled in as it was asked for, but for what is given. */
  const agree = async (act: ActName, more: Partial<Consent> = {}): Promise<Consent> => {
    const { fleet = "web", item = null, option = false } = more;
    const { revision, lasts } = await preview(act, { fleet, item, option });
    const given = { revision, reason: "ticket 7", typed: "", lasts: lasts ?? "" };
    return { act, fleet, item, option, ...given, ...more };
  };
  const run = async () => (await rollouts.read(ledger, "web", "web-1"))?.run;
  return { desk, preview, agree, run, ledger, asks, now: () => now, pass: (ms: number) => (now += ms) };
}
