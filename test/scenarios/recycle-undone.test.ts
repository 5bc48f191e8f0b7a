import { scanOnce, sweepOnce } from "../../rehearsal/rehearsal.ts";
import { readExcept } from "../../src/ledger/except.ts";
import { recycles } from "../../src/ledger/runs/recycles.ts";
import { addSecurityGroup } from "../support/scenarios/drifted.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";

const declaration = { drift: { "security-groups": "auto" }, recycle: {} } as const;

async function lastRecycle({ ledger }: Web) {
  const [newest] = await recycles.list(ledger, "web");
  return newest?.run;
}

const isRunning = ({ simulator }: Web, id: string): boolean =>
  simulator.world.state.instances.get(id)?.state === "running";

/** Resolves when a state of the recycle is entered. */
const untilRecycle = (web: Web, state: string): Promise<void> =>
  web.until(state as Parameters<Web["until"]>[0]);

scenario(
  "a substitute whose self-test fails never serves, and the old server stays",
  {
    declaration: { ...declaration, gates: [{ kind: "command", commands: ["/opt/selftest"], timeout: "5m" }] },
    image: { "sim:boot-seconds": "40", "sim:healthy-seconds": "15", "sim:command-exit-code": "1" },
  },
  async (web) => {
    const server = await addSecurityGroup(web);
    await scanOnce(web);
    await web.settled();
    expect(await lastRecycle(web)).toMatchObject({
      outcome: "rolled-back",
      replaced: [],
      failure: { error: "SubstitutesFailed" },
    });
    expect(isRunning(web, server)).toBe(true);
    // The same is not tried again until a person says so.
    await sweepOnce(web);
    await web.settled();
    expect(await recycles.list(web.ledger, "web")).toHaveLength(1);
  },
);

scenario(
  "a server that does not hand its data off goes back to work, and its substitute goes",
  {
    declaration: {
      ...declaration,
      retire: { handoff: { command: "/opt/handoff", timeout: "2m" }, drain: "60s" },
    },
    image: { "sim:boot-seconds": "40", "sim:healthy-seconds": "15", "sim:command-exit-code": "1" },
  },
  async (web) => {
    const server = await addSecurityGroup(web);
    await scanOnce(web);
    await web.settled();
    expect(await lastRecycle(web)).toMatchObject({
      outcome: "rolled-back",
      failure: { error: "HandoffFailed" },
    });
    expect(isRunning(web, server)).toBe(true);
    expect(await readExcept(web.ledger, "web")).toHaveLength(1);
  },
);

scenario(
  "an execution that is stopped with the server out of traffic: a sweep has it put back",
  { declaration },
  async (web) => {
    const server = await addSecurityGroup(web);
    await scanOnce(web);
    await untilRecycle(web, "HandOff");
    const id = (await lastRecycle(web))?.execution ?? "";
    web.engine.stop(id);
    await web.minutes(1);
    await sweepOnce(web);
    await web.settled();
    expect(await lastRecycle(web)).toMatchObject({ outcome: "rolled-back", failure: { error: "Abandoned" } });
    expect(isRunning(web, server)).toBe(true);
    // What died passes by itself: it is tried again after a while.
    await web.minutes(2);
    await sweepOnce(web);
    await web.settled();
    expect(await lastRecycle(web)).toMatchObject({ outcome: "succeeded", replaced: [server] });
  },
);

scenario(
  "a new image comes while a substitute boots: it goes first, and nothing is left of the substitute",
  { declaration },
  async (web) => {
    await addSecurityGroup(web);
    await scanOnce(web);
    await untilRecycle(web, "LaunchSubstitutesWait");
    const image = await web.publish();
    await web.settled();
    expect(await lastRecycle(web)).toMatchObject({ outcome: "superseded", replaced: [] });
    expect(await web.liveImage()).toBe(image);
  },
);

scenario(
  "a person pauses the replacement of a server, and then aborts it: it stays, until they say otherwise",
  { declaration },
  async (web) => {
    const server = await addSecurityGroup(web);
    await scanOnce(web);
    await untilRecycle(web, "ValidateSubstitutes");
    expect(await web.steer("pause", { seconds: 3600 })).toMatchObject({ changed: true });
    await web.minutes(30);
    expect(await lastRecycle(web)).toMatchObject({ phase: "Isolate", endedAt: null });
    expect(await web.abort("leave it")).toBe((await lastRecycle(web))?.id);
    await web.settled();
    expect(await lastRecycle(web)).toMatchObject({ outcome: "rolled-back", failure: { error: "Aborted" } });
    expect(isRunning(web, server)).toBe(true);
    await sweepOnce(web);
    await web.settled();
    expect(await recycles.list(web.ledger, "web")).toHaveLength(1);
  },
);
