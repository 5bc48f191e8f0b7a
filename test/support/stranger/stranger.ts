import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { onTestFinished } from "vitest";
import { run } from "../../../cli/run.ts";
import type { Io } from "../../../cli/terminal/io.ts";
import { type Account, furnishAccount, registerImage } from "../../../rehearsal/account.ts";
import { openRehearsal, type Rehearsal } from "../../../rehearsal/rehearsal.ts";
import { adoptFleet } from "../../../src/adoption/adopt.ts";
import { missingTags } from "../../../src/adoption/missing-tags.ts";
import { preflightFleet } from "../../../src/adoption/preflight.ts";
import type { FleetDeclaration } from "../../../src/domain/declaration/fleet.ts";
import type { ControlPlane } from "../../../src/engine/control-plane-port.ts";
import { localActs } from "../../../src/engine/runner/local-acts.ts";
import { runnerOn } from "../../../src/engine/runner/runner-on.ts";
import { neighbourWarnings } from "../../../src/rollout/neighbours/warnings.ts";
import { type Person, person } from "../scenarios/person.ts";
import { ENVIRONMENT } from "../cli/command-line.ts";
import { wordsOf } from "./words-of.ts";

interface Answer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Somebody who has never seen moult, at a command line over a simulated account in which it is deployed. */
export interface Stranger extends Rehearsal {
  readonly account: Account;
  readonly person: Person;
  /** A declaration of the group that serves, as the documents have it, in a file. */
  file(name: string, more?: Partial<FleetDeclaration>): string;
  /** Types one command line, with `moult` in front, and waits for its end. What is asked is answered by `answers`, in order. */
  type(line: string, answers?: readonly string[]): Promise<Answer>;
  /** The same, and the command must have ended with this code. */
  does(line: string, code?: number, answers?: readonly string[]): Promise<Answer>;
  /** Types it and leaves it running. */
  begin(line: string): {
    readonly ended: Promise<Answer>;
    readonly interrupt: () => void;
    readonly seen: () => string;
  };
  minutes(count: number): Promise<void>;
  /** Waits until what is running has printed it. */
  until(running: Pick<ReturnType<Stranger["begin"]>, "seen">, said: RegExp): Promise<void>;
  bake(tags?: Readonly<Record<string, string>>): Promise<string>;
  publish(tags?: Readonly<Record<string, string>>): Promise<string>;
}

const DAY_MS = 86_400_000;
const QUICK = { "sim:boot-seconds": "40", "sim:healthy-seconds": "15" };

interface Setting {
  readonly terminal?: boolean;
  readonly width?: number;
  readonly environment?: Partial<Io["environment"]>;
}

/** Runs a task in a world of its own; everything in it runs on the world's clock. */
export async function stranger(task: (she: Stranger) => Promise<void>, setting: Setting = {}): Promise<void> {
  const rehearsal = openRehearsal({ seed: 11 });
  onTestFinished(() => rehearsal.ledger.close());
  await rehearsal.simulator.drive(
    (async () => {
      const plan = { name: "web", servers: 4, image: QUICK, loadBalancer: "application" } as const;
      const account = await furnishAccount(rehearsal.simulator, {
        ...plan,
        checkIntervalSeconds: 5,
        drainSeconds: 30,
        tagged: true,
      });
      await rehearsal.simulator.clock.sleep(300_000);
      rehearsal.traffic.start({ listenerArn: account.listener, requestsPerSecond: 10 });
      await task(openStranger(rehearsal, account, setting));
      await rehearsal.settled();
    })(),
  );
}

function openStranger(rehearsal: Rehearsal, account: Account, setting: Setting): Stranger {
  const { simulator } = rehearsal;
  const folder = mkdtempSync(join(tmpdir(), "moult-"));
  let images = 1;
  const bake: Stranger["bake"] = (tags = {}) =>
    registerImage(simulator, `web-${++images}`, { ...QUICK, ...tags });
  const she = person(simulator);
  const begin = (line: string, answers: readonly string[] = []) =>
    typing(rehearsal, setting, { line, answers });
  const type: Stranger["type"] = (line, answers) => begin(line, answers).ended;
  return Object.assign(rehearsal, {
    account,
    person: she,
    file: (name: string, more: Partial<FleetDeclaration> = {}) => {
      const path = join(folder, name);
      writeFileSync(path, JSON.stringify({ ...declarationOf(account), ...more }));
      return path;
    },
    type,
    does: async (line: string, code = 0, answers: readonly string[] = []) => {
      const answer = await type(line, answers);
      if (answer.code !== code)
        throw new Error(`${line} ended with ${answer.code}\n${answer.out}${answer.err}`);
      return answer;
    },
    begin,
    minutes: (count: number) => simulator.clock.sleep(count * 60_000),
    until: async ({ seen }: { readonly seen: () => string }, said: RegExp) => {
      const until = simulator.clock.now() + DAY_MS;
      while (!said.test(seen())) {
        if (simulator.clock.now() > until) throw new Error(`nobody said ${said} within a day:\n${seen()}`);
        // What is loaded meanwhile takes real time, and none of the world's.
        await new Promise((resolve) => setTimeout(resolve, 1));
        await simulator.clock.sleep(500);
      }
    },
    bake,
    publish: async (tags: Readonly<Record<string, string>> = {}) => {
      const image = await bake(tags);
      await she.putParameter(account.channel, image);
      await simulator.clock.sleep(20_000);
      return image;
    },
  });
}

const declarationOf = ({ template, channel, listener, targetGroups, alarm }: Account): FleetDeclaration => ({
  fleet: "web",
  template,
  image: { channel },
  gates: [
    { kind: "target-health", for: "30s" },
    { kind: "alarm", alarms: [alarm] },
  ],
  traffic: {
    strategy: "alb-weighted",
    rule: listener,
    steps: ["10%", "50%", "100%"],
    targetGroups: [targetGroups[0] ?? "", targetGroups[1] ?? ""],
  },
  bake: "2m",
  retire: { drain: "30s" },
});

/** One run of the command line. */
function typing(rehearsal: Rehearsal, setting: Setting, typed: { line: string; answers: readonly string[] }) {
  const printed = { out: "", err: "" };
  const { width = 100, terminal = false, environment } = setting;
  const screen = (name: "out" | "err") => ({
    write: (text: string) => void (printed[name] += text),
    isTerminal: terminal,
    width,
    height: 40,
  });
  let interrupt = (_signal: "SIGINT" | "SIGTERM") => {};
  const answers = [...typed.answers];
  const { world } = rehearsal.simulator;
  const ended = run(wordsOf(typed.line), {
    environment: { ...ENVIRONMENT, noColour: true, ...environment },
    profileRegion: async () => undefined,
    stdout: screen("out"),
    stderr: screen("err"),
    ask: terminal ? async (question) => (void (printed.err += question), answers.shift()) : undefined,
    onInterrupt: (listener) => ((interrupt = listener), () => (interrupt = () => {})),
    holdTerminal: async () => () => undefined,
    after: (milliseconds, listener) => {
      let isOff = false;
      world.after(milliseconds / 1000, () => void (isOff || listener()));
      return () => void (isOff = true);
    },
    listPrices: async () => new Map(),
    deployedVersion: async () => undefined,
    identify: async () => ({ account: world.account, arn: `arn:aws:iam::${world.account}:user/ada` }),
    examine: async () => [],
    openControlPlane: async () => planeOn(rehearsal),
    adoptFleet: async (request, plane) => adoptFleet(request, await plane.adoption()),
    missingTags: async ({ fleet, group }, plane) => missingTags(fleet, group, await plane.adoption()),
    neighbourWarnings: async ({ fleet, group }, plane) =>
      neighbourWarnings(fleet, group, await plane.adoption()),
    preflightFleet: async (fleet, plane) => preflightFleet(fleet, await plane.adoption()),
  }).then((code) => ({ code, ...printed }));
  return {
    ended,
    interrupt: () => interrupt("SIGINT"),
    seen: () => stripVTControlCharacters(printed.out + printed.err),
  };
}

/** The control plane of the command line, on the account's own clock. */
function planeOn({ ledger, runtime, engine, settled }: Rehearsal): ControlPlane {
  const { clock } = runtime;
  const starting = {
    starter: engine,
    settled: async (_fleet: string, id: string) => void (await engine.settled(id)),
    resting: settled,
  };
  const runner = runnerOn(runtime, starting);
  const { start, settle } = runner;
  return {
    ...runner,
    ...localActs({ ledger, clock, start, settle }),
    ledger,
    clock,
    close: async () => undefined,
  };
}
