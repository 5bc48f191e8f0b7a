import { adoptionClients } from "../../adoption/clients.ts";
import { neighbourWarnings } from "../../rollout/neighbours/warnings.ts";
import { connect } from "../../aws/connect.ts";
import { ec2Client, readTemplate } from "../../aws/ec2/ec2.ts";
import { actionOf } from "../../aws/middleware/aws-middleware.ts";
import { dryRun } from "../../aws/middleware/dry-run.ts";
import { errors } from "../../aws/middleware/errors.ts";
import type { ApprovalAsk } from "../../domain/approval/approval-ask.ts";
import type { Clock } from "../../domain/clock.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import { InvalidInput } from "../../errors/errors.ts";
import { readFleet } from "../../ledger/fleets.ts";
import { listGenerations } from "../../ledger/generations.ts";
import { ACCOUNT_PARTITION, FLEETS_PARTITION, fleetPartition, IMAGES_PARTITION } from "../../ledger/keys.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { rollouts } from "../../ledger/runs/rollouts.ts";
import { openSqliteLedger } from "../../ledger/stores/sqlite-ledger.ts";
import { askInput } from "../../rollout/convergence/ask-input.ts";
import type { PersonsAsk } from "../../operator/start-rollout.ts";
import type { Runtime } from "../../step/open-context.ts";
import { readAgeDue } from "../../views/findings/read-age-due.ts";
import type { Plan, PlanStep } from "../../views/plan/plan.ts";
import { changeApprovals } from "../../ledger/asked/approvals.ts";
import type { Bells } from "../running/bells.ts";
import { execute } from "../execution.ts";
import { machineFile } from "../machine-files.ts";
import { runTask } from "../run-task.ts";
import { imagineWorld } from "./imagined-world.ts";

const PLAN_ID = "plan";

/**
 * What a rollout would do, in order, with every change it would make: the real machine and the real steps, behind the
 * dry-run middleware, on a copy of the fleet's ledger and a clock that jumps. Nothing is changed.
 */
export async function dryRunRollout(asked: Asked, real: Runtime): Promise<Plan> {
  const declared = await readFleet(real.ledger, asked.fleet);
  if (declared === undefined)
    throw new InvalidInput(`no fleet is named ${asked.fleet}: declare it with moult fleet apply`);
  const dry = await openDryRuntime(declared.fleet, real);
  const { ledger, clock } = dry.runtime;
  const start = clock.now();
  const result = await execute({
    machine: machineFile("rollout"),
    name: PLAN_ID,
    input: askInput(asked.fleet, asked.ask),
    clock,
    bells: yesAtOnce(asked.fleet, dry.runtime),
    random: real.random,
    runTask: (resource, input) => runTask(resource, input, dry.runtime),
  });
  const { admitted } = result.data as { admitted?: Admitted };
  const rollout = (await rollouts.read(ledger, asked.fleet, PLAN_ID))?.run;
  ledger.close();
  if (admitted === undefined) throw new InvalidInput(result.cause ?? "the rollout could not be planned");
  const ageDue = await readAgeDue(real.ledger, asked.fleet);
  const warnings = await warningsOf(declared.fleet, real);
  if (rollout === undefined) return { ...nothing(asked, admitted), ageDue, warnings };
  const failing = `it would fail: ${rollout.outcomeReason ?? result.cause}`;
  return {
    fleet: asked.fleet,
    verdict: "changes",
    reason: result.status === "SUCCEEDED" ? admitted.reason : failing,
    imageFrom: rollout.imageFrom,
    imageTo: rollout.imageTo,
    size: rollout.size,
    steps: dry.steps,
    estimatedSeconds: Math.round((clock.now() - start) / 1000),
    ageDue,
    warnings,
  };
}

/** Who is beside the group that the fleet has now. */
async function warningsOf(fleet: Fleet, { ledger, settings }: Runtime): Promise<Plan["warnings"]> {
  const aws = connect(adoptionClients, settings, [errors()]);
  const generations = (await listGenerations(ledger, fleet.fleet)).map(({ generation }) => generation);
  const live = generations.find(({ state }) => state === "live");
  return neighbourWarnings(fleet, live?.group ?? null, { aws, ledger });
}

interface Asked {
  readonly fleet: string;
  readonly ask: PersonsAsk;
}

interface Admitted {
  readonly verdict: string;
  readonly reason: string;
}

/** A runtime that changes nothing, and the changes that were asked of it. */
async function openDryRuntime(
  fleet: Fleet,
  real: Runtime,
): Promise<{ readonly runtime: Runtime; readonly steps: readonly PlanStep[] }> {
  const aws = connect({ ec2: ec2Client }, real.settings, [errors()]);
  const { latestVersion } = await readTemplate(aws.ec2, fleet.template);
  const clock = jumpingClock(real.clock.now());
  const start = clock.now();
  const steps: PlanStep[] = [];
  let saying: { phase: string; reason: string } = { phase: "Admit", reason: "" };
  const imagined = imagineWorld(latestVersion + 1);
  const onWrite = (command: string, input: object): object => {
    const at = Math.round((clock.now() - start) / 1000);
    steps.push({ ...saying, at, action: actionOf(command), subject: subjectOf(input) });
    return imagined.onWrite(command, input);
  };
  const runtime: Runtime = {
    ...real,
    ledger: await copyOf(real.ledger, fleet.fleet),
    clock,
    publish: async (events) => events.map(() => true),
    starter: { start: async () => "started" },
    probe: async (url) => ({ status: expectedStatus(fleet, new URL(url).pathname), error: null }),
    middleware: [dryRun({ ...imagined, onWrite })],
    onReason: (phase, reason) => {
      saying = { phase, reason };
    },
  };
  return { runtime, steps };
}

function nothing({ fleet, ask }: Asked, admitted: Admitted): Omit<Plan, "ageDue" | "warnings"> {
  const verdict = admitted.verdict === "nothing-to-do" ? "nothing-to-do" : "refused";
  return {
    fleet,
    verdict,
    reason: admitted.reason,
    imageFrom: null,
    imageTo: ask.image ?? "",
    size: 0,
    steps: [],
    estimatedSeconds: 0,
  };
}

/** What the ledger says of one fleet, in memory: the plan writes there. */
async function copyOf(ledger: Ledger, fleet: string): Promise<Ledger> {
  const copy = openSqliteLedger(":memory:");
  for (const partition of [FLEETS_PARTITION, fleetPartition(fleet), ACCOUNT_PARTITION, IMAGES_PARTITION]) {
    for (const item of await ledger.list(partition)) {
      if (!item.sort.startsWith("entry#")) await copy.put(item, "any");
    }
  }
  return copy;
}

/** Waiting takes no time. A wait that can be called off is a time limit, and in a plan nothing takes too long. */
function jumpingClock(start: number): Clock {
  let now = start;
  return {
    now: () => now,
    sleep: (milliseconds, signal) => {
      if (signal) return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
      now += milliseconds;
      return Promise.resolve();
    },
  };
}

const expectedStatus = ({ gates }: Fleet, path: string): number =>
  gates.flatMap((gate) => (gate.kind === "http" && gate.path === path ? [gate.expect] : []))[0] ?? 200;

function subjectOf(input: object): string {
  const named = input as Record<string, unknown>;
  const subject = ["AutoScalingGroupName", "RuleArn", "ListenerArn", "LaunchTemplateId", "Comment"]
    .map((key) => named[key])
    .find((value) => typeof value === "string");
  return typeof subject === "string" ? subject : "";
}

/** In a plan every question is answered with yes, and at once: it shows what comes then. */
const yesAtOnce = (fleet: string, { ledger, clock }: Pick<Runtime, "ledger" | "clock">): Bells => ({
  hang: () => {
    const answer = {
      verdict: "approved",
      by: "plan",
      proof: "none",
      reason: "it is a plan",
      at: 0,
      isRecorded: true,
    } as const;
    const rung = async (): Promise<void> => {
      const isOpen = ({ answer: given }: ApprovalAsk): boolean => given === null;
      const { changed } = await changeApprovals(ledger, fleet, (asks) =>
        asks.some(isOpen) ? asks.map((ask) => ({ ...ask, answer })) : asks,
      );
      const waiting = (await rollouts.read(ledger, fleet, PLAN_ID))?.run.waiting;
      // Else it waits for a window, as the rollout will.
      if (!changed && waiting) await clock.sleep(Math.max(1000, waiting.until - clock.now()));
    };
    return { token: "plan", rung: rung(), takeDown: () => undefined };
  },
  ring: () => "gone",
});
