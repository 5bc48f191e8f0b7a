import { openRehearsal, type Rehearsal, scanOnce, sweepOnce } from "../../../rehearsal/rehearsal.ts";
import { localActs } from "../../../src/engine/runner/local-acts.ts";
import { runnerOn } from "../../../src/engine/runner/runner-on.ts";
// Loaded before the world is driven: what an act would load when it is first done takes time in which the world went on.
import "../../../src/desk/acts.ts";
import { openDesk } from "../../../dashboard/desk/open-desk.ts";
import type { Desk } from "../../../dashboard/server/desk-port.ts";
import { pacedDrive } from "../paced-drive.ts";
import { publishImage } from "../perform.ts";
import { pipelineOf } from "./demo-fleets.ts";
import { furnishDemo } from "./furnish-demo.ts";

/** A desk over a simulated account whose time runs. */
interface DemoDesk {
  readonly desk: Desk;
  readonly rehearsal: Rehearsal;
  /** Lets its time run until the person leaves. */
  run(left: AbortSignal): Promise<void>;
}

interface Options {
  /** Simulated seconds in one second. */
  readonly speed: number;
  readonly readOnly: boolean;
  readonly version: string;
}

const WHO = "ada@acme";

/** Opens the demo's account with its fleets, each in its state. Takes some seconds. */
export async function openDemoDesk({ speed, readOnly, version }: Options): Promise<DemoDesk> {
  const rehearsal = openRehearsal({ seed: 7 });
  const { simulator, engine, ledger, runtime } = rehearsal;
  const runner = runnerOn(runtime, {
    starter: engine,
    resting: async () => undefined,
    settled: async (_fleet, id) => void (await engine.settled(id)),
  });
  // Its time is moved on to whatever instant this machine has come to; entries have whole milliseconds.
  const clock = { ...simulator.clock, now: () => Math.floor(simulator.clock.now()) };
  const acts = localActs({
    ledger,
    clock,
    start: (fleet, ask) => runner.start(fleet, ask),
    settle: (fleet, said) => runner.settle(fleet, said),
    wake: (fleet) => runner.wake(fleet),
  });
  const plane = { ledger, clock, adoption: runner.adoption, wantedImage: runner.wantedImage, act: acts.act };
  await simulator.drive(furnishDemo(rehearsal, plane));
  const place = {
    account: "123456789012",
    region: "us-east-1",
    ledger: "demo, in memory",
    version,
    who: WHO,
    readOnly,
    endpoint: "a simulated account",
    speed,
  };
  return {
    desk: openDesk(plane, { place, by: WHO }),
    rehearsal,
    run: async (left) => {
      const pace = { speed, isPaused: () => false, show: async () => undefined, left };
      await pacedDrive(simulator.world, goOn(rehearsal), pace);
    },
  };
}

const SWEEP_MS = 300_000;
/** An image of web's every quarter of an hour; each fourth goes bad in its bake. */
const ROUNDS_PER_IMAGE = 3;
const BOOTS = { "sim:boot-seconds": "25", "sim:healthy-seconds": "10" };
const BAD = { ...BOOTS, "sim:error-rate": "0.3", "sim:errors-seconds": "120" };

/** Sweeps and scans as they are scheduled, and an image now and then. Never ends. */
async function goOn(rehearsal: Rehearsal): Promise<never> {
  for (let round = 0; ; round += 1) {
    if (round % ROUNDS_PER_IMAGE === 0) {
      const script = round % (ROUNDS_PER_IMAGE * 4) === ROUNDS_PER_IMAGE * 3 ? BAD : BOOTS;
      await publishImage(rehearsal, {
        fleet: "web",
        pipeline: pipelineOf("web"),
        version: `1.1.${round}`,
        script,
      });
      await scanOnce(rehearsal);
    }
    await rehearsal.simulator.clock.sleep(SWEEP_MS);
    await sweepOnce(rehearsal);
  }
}
