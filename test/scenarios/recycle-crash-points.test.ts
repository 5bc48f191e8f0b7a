import { isControlPlane, scanOnce, sweepOnce } from "../../rehearsal/rehearsal.ts";
import type { SimulatorOptions } from "../../simulator/simulator.ts";
import { recycles } from "../../src/ledger/runs/recycles.ts";
import { addSecurityGroup } from "../support/scenarios/drifted.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";

const declaration = {
  drift: { "security-groups": "auto" },
  recycle: {},
  retire: { handoff: { command: "/opt/handoff", timeout: "2m" }, drain: "60s" },
} as const;

type Call = Parameters<NonNullable<SimulatorOptions["faults"]>>[0];
const isWrite = ({ caller, kind, service }: Call): boolean =>
  isControlPlane(caller) && kind === "write" && service !== "events";

const last = async ({ ledger }: Web) => (await recycles.list(ledger, "web"))[0]?.run;

/** Sweeps until nothing is open, as the schedule would, and a while after. */
async function sweepOn(web: Web): Promise<void> {
  for (let sweeps = 0; sweeps < 6; sweeps += 1) {
    await web.minutes(5);
    await sweepOnce(web);
    await web.settled();
  }
}

const lost = new Set<string>();
scenario(
  "the first answer to every kind of change is lost: the server is replaced all the same, once",
  {
    declaration,
    simulator: {
      faults: (call) => {
        if (!isWrite(call) || lost.has(call.action)) return undefined;
        lost.add(call.action);
        return { kind: "lost" };
      },
    },
  },
  async (web) => {
    const server = await addSecurityGroup(web);
    lost.clear();
    await scanOnce(web);
    await web.settled();
    await sweepOn(web);
    expect(lost.size).toBeGreaterThan(8);
    expect(await last(web)).toMatchObject({ outcome: "succeeded", replaced: [server] });
    const { instances } = web.simulator.world.state;
    expect([...instances.values()].filter(({ state }) => state === "running")).toHaveLength(4);
  },
);

/** Changes of a recycle of one server with a handoff, and of what is given back. */
const CHANGES = 12;
for (let point = 0; point < CHANGES; point += 1) {
  let stop: () => void = () => undefined;
  let count = -1;
  scenario(
    `the process dies with change ${point + 1} of ${CHANGES}, whose answer nobody hears: what was begun is undone, then done`,
    {
      declaration,
      simulator: {
        faults: (call) => {
          if (!isWrite(call)) return undefined;
          count += 1;
          if (count !== point) return undefined;
          stop();
          return { kind: "lost" };
        },
      },
    },
    async (web) => {
      const server = await addSecurityGroup(web);
      count = -1;
      stop = () => {
        for (const name of web.engine.running()) web.engine.stop(name);
      };
      await scanOnce(web);
      await web.settled();
      await sweepOn(web);
      expect(web.ended.map(({ status }) => status)).toContain("ABORTED");
      const runs = (await recycles.list(web.ledger, "web")).map(({ run }) => run);
      expect(runs.every(({ endedAt, holds }) => endedAt !== null && !holds.hook && holds.size === null)).toBe(
        true,
      );
      expect(runs.flatMap(({ replaced }) => replaced)).toEqual([server]);
    },
  );
}
