import { oneLine } from "../../src/errors/one-line.ts";
import { listGenerations } from "../../src/ledger/generations.ts";
import { recycles } from "../../src/ledger/runs/recycles.ts";
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
  readonly isPaused: () => boolean;
}

/** An act as it is shown. */
interface Shown {
  readonly show: () => Promise<void>;
  /** What stands there stays. */
  readonly end: () => void;
}

/** Fast enough for six acts in twenty seconds, slow enough to be watched. */
const WATCHED = 75;

/**
 * Opens the demo's world and chooses how it is shown: live on a terminal, line by line elsewhere, not at all under --json. Whatever is
 * shown, the same happens. Speed undefined: what can be watched, and elsewhere as fast as it goes.
 */
export async function openShow(session: Session, speed: number | undefined): Promise<Show> {
  const demoWorld = await openDemoWorld();
  const { stdout, environment } = session.io;
  const isLive = !session.settings.json && stdout.isTerminal && !environment.isPlain;
  const showing = session.settings.json ? unseen : isLive ? live : lines;
  const isPaused = isLive ? await pausedBySpace(session) : () => false;
  const pace = { speed: speed ?? (isLive ? WATCHED : Number.POSITIVE_INFINITY), isPaused };
  const { simulator } = demoWorld.rehearsal;
  return {
    play: async (act, place) => {
      await simulator.drive(prepare(act, demoWorld));
      demoWorld.begin();
      const shown = showing({ act, place, demoWorld, session, ...pace });
      const work = perform(act, demoWorld).then(() => true);
      const done = await pacedDrive(simulator.world, work, { ...pace, ...shown, left: session.left });
      await shown.show();
      shown.end();
      return done === true ? resultOf(act, demoWorld) : undefined;
    },
  };
}

/** Holds the terminal; space stops the world, and lets it go on. */
async function pausedBySpace(session: Session): Promise<() => boolean> {
  let paused = false;
  await session.holdTerminal((key) => {
    if (key === "space") paused = !paused;
  });
  return () => paused;
}

const unseen = (): Shown => ({ show: async () => undefined, end: () => undefined });

function live({ act, place, demoWorld, session, speed, isPaused }: Playing): Shown {
  const { stdout, environment, ask } = session.io;
  const painter = createPainter(stdout);
  // Where nobody can be asked nobody presses a key.
  const hint = (does: string): string => (ask === undefined ? "" : `, space ${does}`);
  return {
    show: async () => {
      const size = { width: stdout.width, height: Math.min(MAX_HEIGHT, stdout.height - 1) };
      const pace = isPaused() ? `paused${hint("goes on")}` : `×${speed}${hint("pauses")}`;
      const frame = { act, place, pace, ...size, colour: !environment.noColour };
      painter.paint(await demoFrame(demoWorld, frame));
    },
    end: () => {
      painter.end();
      stdout.write("\n");
    },
  };
}

function lines({ act, place, demoWorld, session }: Playing): Shown {
  const { simulator } = demoWorld.rehearsal;
  session.io.stdout.write(`Act ${place}: ${act.title}\n`);
  let output: ReturnType<typeof lineOutput> | undefined;
  let heard = 0;
  return {
    show: async () => {
      for (const line of demoWorld.found().slice(heard).flatMap(foundLines))
        session.io.stdout.write(`${oneLine(line)}\n`);
      heard = demoWorld.found().length;
      const id = demoWorld.run();
      if (id === undefined) return;
      output ??= lineOutput(session.io, id);
      output.show(await demoFleetView(demoWorld), simulator.clock.now());
    },
    end: () => undefined,
  };
}

async function resultOf(act: Act, demoWorld: DemoWorld): Promise<ActResult> {
  const ended = (await rolloutEnd(demoWorld)) ?? (await recycleEnd(demoWorld));
  return {
    act,
    outcome: ended?.outcome ?? "nothing happened",
    replaced: ended?.replaced ?? 0,
    found: [...demoWorld.found()],
    ...demoWorld.counts(),
  };
}

type RunEnd = Pick<ActResult, "replaced"> & { readonly outcome: string | null };

/** A whole fleet is replaced when its new generation is the live one. */
async function rolloutEnd({ rehearsal: { ledger }, fleet, run }: DemoWorld): Promise<RunEnd | undefined> {
  const rollout = (await rollouts.read(ledger, fleet, run() ?? ""))?.run;
  if (rollout === undefined) return undefined;
  const live = (await listGenerations(ledger, fleet)).find(({ generation }) => generation.state === "live");
  const { outcome, green, size } = rollout;
  return { outcome, replaced: outcome === "succeeded" && live?.generation.number === green ? size : 0 };
}

async function recycleEnd({ rehearsal: { ledger }, fleet, run }: DemoWorld): Promise<RunEnd | undefined> {
  const recycle = (await recycles.read(ledger, fleet, run() ?? ""))?.run;
  return recycle && { outcome: recycle.outcome, replaced: recycle.replaced.length };
}
