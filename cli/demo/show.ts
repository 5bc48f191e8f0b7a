import { listGenerations } from "../../src/ledger/generations.ts";
import { oneLine } from "../../src/errors/one-line.ts";
import { rollouts } from "../../src/ledger/runs/rollouts.ts";
import type { Session } from "../session/session.ts";
import { createPainter } from "../view/painter.ts";
import { MAX_HEIGHT } from "../view/render-view.ts";
import { lineOutput } from "../watch/line-output.ts";
import type { Act } from "./acts.ts";
import { demoFleetView, demoFrame } from "./demo-view.ts";
import { type DemoWorld, openDemoWorld } from "./demo-world.ts";
import { foundLines } from "./found-events.ts";
import { pacedDrive } from "./paced-drive.ts";
import { perform, prepare } from "./perform.ts";
import type { ActResult } from "./summary.ts";

interface Show {
  /** Plays an act to its end; undefined when the person left. */
  play(act: Act, place: string): Promise<ActResult | undefined>;
}

interface Playing {
  readonly act: Act;
  /** `1 of 5` */
  readonly place: string;
  readonly demoWorld: DemoWorld;
  readonly session: Session;
  readonly speed: number;
}

/** Opens the demo's world and chooses how it is shown: live on a terminal, line by line elsewhere, not at all under --json. */
export async function openShow(session: Session, speed: number): Promise<Show> {
  const demoWorld = await openDemoWorld();
  const how = session.settings.json
    ? playUnseen
    : session.io.stdout.isTerminal && !session.io.environment.isPlain
      ? playLive
      : playLines;
  return {
    play: async (act, place) => {
      await demoWorld.rehearsal.simulator.drive(prepare(act, demoWorld));
      demoWorld.begin();
      const seen = await how({ act, place, demoWorld, session, speed });
      return seen ? resultOf(act, demoWorld) : undefined;
    },
  };
}

async function playUnseen({ act, demoWorld }: Playing): Promise<boolean> {
  await demoWorld.rehearsal.simulator.drive(perform(act, demoWorld));
  return true;
}

async function playLive({ act, place, demoWorld, session, speed }: Playing): Promise<boolean> {
  const { stdout, environment } = session.io;
  const painter = createPainter(stdout);
  await session.holdTerminal();
  const paint = async (): Promise<void> => {
    const size = { width: stdout.width, height: Math.min(MAX_HEIGHT, stdout.height - 1) };
    painter.paint(await demoFrame(demoWorld, { act, place, speed, ...size, colour: !environment.noColour }));
  };
  const pace = { speed, paint, left: session.left };
  const done = await pacedDrive(
    demoWorld.rehearsal.simulator.world,
    perform(act, demoWorld).then(() => true),
    pace,
  );
  await paint();
  painter.end();
  stdout.write("\n");
  return done === true;
}

/** How often, in simulated time, it is looked whether there is something to show. */
const POLL_MS = 1000;

async function playLines({ act, place, demoWorld, session }: Playing): Promise<boolean> {
  const { simulator } = demoWorld.rehearsal;
  session.io.stdout.write(`Act ${place}: ${act.title}\n`);
  let output: ReturnType<typeof lineOutput> | undefined;
  let heard = 0;
  const show = async (): Promise<void> => {
    for (const line of demoWorld.found().slice(heard).flatMap(foundLines))
      session.io.stdout.write(`${oneLine(line)}\n`);
    heard = demoWorld.found().length;
    const id = demoWorld.rollout();
    if (id === undefined) return;
    output ??= lineOutput(session.io, id);
    output.show(await demoFleetView(demoWorld), simulator.clock.now());
  };
  let over = false;
  const watch = async (): Promise<void> => {
    while (!over) {
      await show();
      await simulator.clock.sleep(POLL_MS);
    }
  };
  const work = perform(act, demoWorld).finally(() => {
    over = true;
  });
  await simulator.drive(Promise.all([work, watch()]));
  await show();
  return true;
}

async function resultOf(act: Act, demoWorld: DemoWorld): Promise<ActResult> {
  const { ledger } = demoWorld.rehearsal;
  const rollout = (await rollouts.read(ledger, demoWorld.fleet, demoWorld.rollout() ?? ""))?.run;
  const [live] = (await listGenerations(ledger, demoWorld.fleet)).filter(
    ({ generation }) => generation.state === "live",
  );
  const replaced =
    rollout?.outcome === "succeeded" && live?.generation.number === rollout.green ? rollout.size : 0;
  return {
    act,
    outcome: rollout?.outcome ?? "nothing happened",
    replaced,
    found: [...demoWorld.found()],
    ...demoWorld.counts(),
  };
}
