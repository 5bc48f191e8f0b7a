import type { FleetDeclaration } from "../../../src/domain/declaration/fleet.ts";
import type { Named } from "../../../src/domain/decide/wanted.ts";
import type { Generation } from "../../../src/domain/generation.ts";
import { declareFleet } from "../../../src/ledger/fleets.ts";
import { writeGeneration } from "../../../src/ledger/generations.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";
import { changeWanted } from "../../../src/ledger/wanted.ts";
import type { ExecutionStarter } from "../../../src/step/step.ts";
import { generation } from "../cli/records.ts";
import { NOW } from "./fake-step.ts";

const SOURCE = "channel /images/web";
/** What the channel of the fleet `web` names, as an event said. */
export const named = (image: string): Named => ({
  image,
  madeAt: null,
  source: SOURCE,
  by: "event e-1 from aws.ssm",
  evidence: {},
  at: 5,
});

interface FleetAtRest {
  readonly declaration?: Partial<FleetDeclaration>;
  /** Default: one that runs `ami-0aaa`, of servers that were launched long ago. */
  readonly generations?: readonly Generation[];
  /** The image that is named; null: nobody has read any. */
  readonly names?: string | null;
}

/** A ledger with the fleet `web`, and what is started: a name once. */
export async function fakeFleet({ declaration, generations, names = "ami-0bbb" }: FleetAtRest = {}) {
  const ledger = openSqliteLedger(":memory:");
  const whole = {
    fleet: "web",
    template: "lt-0abc",
    image: { channel: "/images/web" },
    traffic: { strategy: "none" },
    ...declaration,
  } satisfies FleetDeclaration;
  await declareFleet(ledger, { declaration: whole, by: "ada", now: 0 }, "absent");
  for (const each of generations ?? [generation({ createdAt: 0 })])
    await writeGeneration(ledger, each, "absent");
  if (names !== null) await changeWanted(ledger, "web", (before) => ({ ...before, named: named(names) }));
  const started: unknown[][] = [];
  const starter: ExecutionStarter = {
    start: async (machine, name, input) => {
      const isKnown = started.some((each) => each[1] === name);
      if (!isKnown) started.push([machine, name, input]);
      return isKnown ? "already-started" : "started";
    },
  };
  const clock = { now: () => NOW, sleep: async () => undefined };
  return { ledger, started, context: { ledger, clock, starter } };
}
