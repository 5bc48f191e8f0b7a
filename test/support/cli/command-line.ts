import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import * as z from "zod";
import type { AnswerKind } from "../../../cli/json/answer-kind.ts";
import { answerSchemas, contextSchema } from "../../../cli/json/answer-schemas.ts";
import { run } from "../../../cli/run.ts";
import type { AnswerContext } from "../../../cli/session/context.ts";
import type { Io } from "../../../cli/terminal/io.ts";
import { jsonLine } from "../../../cli/terminal/json-line.ts";
import type { MissingTag } from "../../../src/adoption/missing-tags.ts";
import type { Identity } from "../../../src/aws/sts.ts";
import type { Generation } from "../../../src/domain/generation.ts";
import type { Fault, Warning } from "../../../src/domain/neighbours/fault.ts";
import type { ControlPlane, ControlPlaneOptions } from "../../../src/engine/control-plane-port.ts";
import { localActs } from "../../../src/engine/runner/local-acts.ts";
import { declareFleet } from "../../../src/ledger/fleets.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";
import type { Check } from "../../../src/views/doctor/check.ts";
import { generation } from "./records.ts";

export const NOON = Date.UTC(2026, 10, 21, 12);
export const DECLARATION = {
  fleet: "web",
  template: "lt-0abc",
  image: { channel: "/images/web" },
  traffic: { strategy: "none" },
} as const;
export const WEB_YML =
  "fleet: web\ntemplate: lt-0abc\nimage: {channel: /images/web}\ntraffic: {strategy: none}\n";

export interface CommandLine {
  /** Runs one command line, split at blanks unless it is a list; answers what it printed and its exit code. */
  readonly moult: (line: string | readonly string[]) => Promise<{ code: number; out: string; err: string }>;
  readonly plane: ControlPlane & { closed: number };
  /** Where the last command said that it was: `context: …`, without the line of stderr that told it. */
  readonly context: () => string | undefined;
  /** What each line of JSON carried beside its answer, of the last command. */
  readonly envelopes: () => readonly Envelope[];
  /** The options with which the control plane was opened last. */
  readonly opened: () => ControlPlaneOptions | undefined;
  /** What the next `Ctrl-C` or timer does. */
  readonly interrupt: (signal?: "SIGINT" | "SIGTERM") => void;
  readonly elapse: () => void;
  /** A key that is pressed while the terminal is held. */
  readonly press: (key: string) => void;
}

interface Envelope {
  readonly schema: string;
  readonly context: AnswerContext | null;
}

interface Parts {
  /** Who the credentials are; an error: AWS does not say. */
  readonly identity?: Identity | Error;
  readonly profileRegion?: string;
  readonly plane?: Partial<ControlPlane>;
  readonly terminal?: boolean;
  readonly answer?: string;
  readonly deployedVersion?: Io["deployedVersion"];
  /** What the doctor finds. */
  readonly checks?: readonly Check[];
  /** Dollars an hour by instance type; not there: AWS does not say. */
  readonly prices?: ReadonlyMap<string, number>;
  readonly adopted?: Generation;
  readonly missingTags?: readonly MissingTag[];
  /** What stands against a declaration in AWS. */
  readonly faults?: readonly Fault[];
  /** What does not stand in the way, and is to be known. */
  readonly warnings?: readonly Warning[];
  readonly environment?: Partial<Io["environment"]>;
}

/** A command line over a ledger in memory, at noon, with a clock whose sleeping takes no time. */
export function commandLine(parts: Parts = {}): CommandLine {
  const own = { ...controlPlane(), ...parts.plane };
  const { start, settle } = own;
  const plane = { ...localActs({ ledger: own.ledger, clock: own.clock, start, settle }), ...own };
  onTestFinished(() => plane.ledger.close());
  let options: ControlPlaneOptions | undefined;
  let interrupt = (_signal: "SIGINT" | "SIGTERM") => {};
  let press = (_key: string) => {};
  const timers = new Set<() => void>();
  let context: string | undefined;
  let envelopes: Envelope[] = [];
  const moult: CommandLine["moult"] = async (line) => {
    const printed = { out: "", err: "" };
    const screen = (name: "out" | "err") => ({
      write: (text: string) => void (printed[name] += text),
      isTerminal: parts.terminal ?? false,
      width: 100,
      height: 30,
    });
    const { answer, identity = ADA } = parts;
    const words = typeof line === "string" ? line.split(" ") : line;
    const code = await run(words, {
      environment: { ...ENVIRONMENT, ...parts.environment },
      stdout: screen("out"),
      stderr: screen("err"),
      ask: answer === undefined ? undefined : async (question) => (void (printed.err += question), answer),
      onInterrupt: (listener) => ((interrupt = listener), () => (interrupt = () => {})),
      holdTerminal: async (onKey) => ((press = onKey ?? press), () => undefined),
      after: (_milliseconds, listener) => (timers.add(listener), () => void timers.delete(listener)),
      profileRegion: async () => parts.profileRegion,
      identify: async () => {
        if (identity instanceof Error) throw identity;
        return identity;
      },
      examine: async () => parts.checks ?? [],
      deployedVersion: parts.deployedVersion ?? unexpected("deployedVersion"),
      listPrices: async () => {
        if (parts.prices === undefined) throw new Error("AWS is away");
        return parts.prices;
      },
      openControlPlane: async (given) => ((options = given), plane),
      adoptFleet: async () => parts.adopted ?? generation({}),
      missingTags: async () => parts.missingTags ?? [],
      neighbourWarnings: async () => parts.warnings ?? [],
      preflightFleet: async () => ({ faults: parts.faults ?? [], warnings: parts.warnings ?? [] }),
    });
    const said = /^(context: .*)\n/m.exec(printed.err);
    context = said?.[1];
    const opened = words.includes("--json") ? openedEnvelopes(printed.out) : undefined;
    envelopes = opened?.envelopes ?? [];
    return { code, out: opened?.out ?? printed.out, err: printed.err.replace(said?.[0] ?? "", "") };
  };
  return {
    moult,
    plane,
    context: () => context,
    envelopes: () => envelopes,
    opened: () => options,
    interrupt: (signal = "SIGINT") => interrupt(signal),
    press: (key) => press(key),
    elapse: () => {
      for (const listener of timers) listener();
    },
  };
}

const ADA: Identity = { account: "123456789012", arn: "arn:aws:iam::123456789012:user/ada" };

/** What each line of JSON answers, apart from what every one carries. */
function openedEnvelopes(out: string): { readonly out: string; readonly envelopes: Envelope[] } {
  const envelopes: Envelope[] = [];
  const bare = out.split("\n").map((line) => {
    if (!line.startsWith("{")) return line;
    const answer = JSON.parse(line) as Envelope;
    const { schema, context } = answer;
    if (schema === undefined) return line;
    validate(schema, answer);
    envelopes.push({ schema, context });
    // The rest stays as it was written.
    return line
      .replace(`"schema":"${schema}",`, "")
      .replace(`"context":${jsonLine({ context }).slice('{"context":'.length)}`, "}")
      .replace(/,\}$/, "}");
  });
  return { out: bare.join("\n"), envelopes };
}

export const ENVIRONMENT: Io["environment"] = {
  configuredEndpoints: {},
  region: "us-east-1",
  profile: "default",
  proxy: undefined,
  ledgerPath: ":memory:",
  table: undefined,
  stateMachineArn: undefined,
  operateUrl: undefined,
  probeProxy: undefined,
  noColour: false,
  isPlain: false,
  host: "laptop",
  pid: 4711,
  user: "ada@laptop",
};

const unexpected = (what: string) => async () => {
  throw new Error(`nobody expected ${what}`);
};

function controlPlane(): Omit<CommandLine["plane"], "act" | "settled"> {
  let now = NOON;
  return {
    ledger: openSqliteLedger(":memory:"),
    clock: {
      now: () => now,
      // As a real one it lets others run first.
      sleep: (milliseconds) =>
        new Promise((resolve) => setImmediate(() => resolve(void (now += milliseconds)))),
    },
    start: unexpected("start"),
    plan: unexpected("plan"),
    takeUp: unexpected("takeUp"),
    settle: unexpected("settle"),
    wantedImage: unexpected("wantedImage"),
    sweep: async () => ({
      report: {
        fleets: 0,
        irregularities: [],
        begun: [],
        notSwept: [],
        left: 0,
        attention: 0,
        unsent: 0,
        counts: {},
      },
      settled: Promise.resolve(),
    }),
    adoption: () => {
      throw new Error("AWS is away");
    },
    changing: async () => {
      throw new Error("AWS is away");
    },
    closed: 0,
    async close() {
      this.closed += 1;
    },
  };
}

/** Declares the fleet `web` at noon. */
export const declareWeb = ({ ledger }: ControlPlane) =>
  declareFleet(ledger, { declaration: DECLARATION, by: "ada@laptop", now: NOON }, "absent");

/** A file of that name and text in a folder of its own. */
export function fileWith(name: string, text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), "moult-")), name);
  writeFileSync(path, text);
  return path;
}

/** Throws for an answer that is not as its schema says. */
function validate(schema: string, answer: Envelope): void {
  const kind = /^moult\/(.*)\/1$/.exec(schema)?.[1] as AnswerKind;
  z.looseObject({ ...answerSchemas[kind], context: contextSchema }).parse(answer);
}
