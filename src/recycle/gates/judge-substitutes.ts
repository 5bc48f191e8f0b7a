import { instanceStatuses, privateAddresses } from "../../aws/ec2/ec2.ts";
import { describeTargetGroups } from "../../aws/elbv2/elbv2.ts";
import { commandFailures, onlineAmong } from "../../aws/ssm/ssm.ts";
import { undefinedIfNotFound } from "../../aws/undefined-if-not-found.ts";
import type { GateContext, GateVerdict, Observations } from "../../domain/gate.ts";
import {
  combineVerdicts,
  type Gate,
  judgeGate,
  type NamedGate,
  namedGates,
} from "../../domain/gate-kinds.ts";
import { progressOf, sendOnce } from "../../rollout/gates/send-command.ts";
import { batchOf, type RecycleWork, writeBatch } from "../recycle-step.ts";
import { recordedVerdict } from "./recorded-verdict.ts";

type Work = RecycleWork<"ec2" | "elbv2" | "ssm">;

/** What a server can be asked that the load balancer does not know yet. */
type Asked = Extract<Gate, { kind: "instance-status" | "command" | "http" }>;

const isAsked = (named: NamedGate): named is NamedGate & { readonly gate: Asked } =>
  ["instance-status", "command", "http"].includes(named.gate.kind);

/**
 * Judges substitutes by those gates of the fleet that need no load balancer, while the hook keeps them from it: one after the other,
 * each until it has passed, since a server that has not booted answers nothing. Answers one verdict of those that were asked, which the record
 * keeps; `gate`: the last of them.
 */
export async function judgeSubstitutes(
  servers: readonly string[],
  targetGroups: readonly string[],
  work: Work,
): Promise<ReturnType<typeof combineVerdicts> & { readonly gate: string }> {
  await askAnew(servers, work);
  const verdicts: GateVerdict[] = [];
  for (const named of namedGates(work.fleet.gates).filter(isAsked)) {
    const passed = work.run().gates.find(({ gate, verdict }) => gate === named.name && verdict === "pass");
    const verdict = passed ?? (await ask(named, { servers, targetGroups }, work));
    verdicts.push(verdict);
    if (verdict.verdict !== "pass") break;
  }
  await work.update({ gates: verdicts.map(recordedVerdict) });
  return { ...combineVerdicts(verdicts), gate: verdicts.at(-1)?.gate ?? "none" };
}

/** What others have passed says nothing of a server that has come since, nor has it run their commands. */
async function askAnew(servers: readonly string[], work: Work): Promise<void> {
  const batch = batchOf(work);
  if (servers.join() === batch.asked.join()) return;
  await work.update({ gates: [], commands: {}, batch: { ...batch, asked: [...servers] } });
}

async function ask(
  named: NamedGate & { readonly gate: Asked },
  sight: Sight,
  work: Work,
): Promise<GateVerdict> {
  const observedFrom = work.now();
  const observed = await observe(named, sight, work);
  const context = contextOf(named.name, { servers: sight.servers, observedFrom }, work);
  return observed === undefined ? justBegun(named.name) : judgeGate(named.gate, observed, context);
}

const contextOf = (
  gate: string,
  { servers, observedFrom }: { readonly servers: readonly string[]; readonly observedFrom: number },
  work: Work,
): GateContext => ({
  gate,
  servers: servers.length,
  now: work.now(),
  observedFrom,
  since: work.run().gates.find((each) => each.gate === gate)?.since ?? null,
  traffic: { firstAt: null, allAt: null, targetGroups: [] },
});

const justBegun = (gate: string): GateVerdict => ({
  gate,
  verdict: "wait",
  reason: "has just begun",
  value: "begun",
  threshold: "done",
  since: null,
});

interface Sight {
  readonly servers: readonly string[];
  readonly targetGroups: readonly string[];
}

async function observe(
  { name, gate }: NamedGate & { readonly gate: Asked },
  sight: Sight,
  work: Work,
): Promise<Observations[keyof Observations] | undefined> {
  if (gate.kind === "instance-status")
    return { servers: await instanceStatuses(work.context.aws.ec2, [...sight.servers]) };
  return gate.kind === "http" ? observeHttp(gate, sight, work) : observeCommand(name, gate, sight, work);
}

const DEFAULT_PORT = 80;

/** One request to each, at its private address. */
async function observeHttp(
  gate: Extract<Gate, { kind: "http" }>,
  { servers, targetGroups }: Sight,
  work: Work,
): Promise<Observations["http"]> {
  const { context } = work;
  const port = gate.port ?? (await portOf(targetGroups, work));
  const addresses = await addressesOf(servers, work);
  const ask = async (id: string) => {
    const address = addresses.get(id);
    if (address === undefined) return { id, status: null, error: "has no private address" };
    return { id, ...(await context.probe(`http://${address}:${port}${gate.path}`, gate.timeout)) };
  };
  return { answers: await Promise.all(servers.map(ask)) };
}

/** The port of the first target group, which nobody can change: asked for once a batch. */
async function portOf([arn]: readonly string[], work: Work): Promise<number> {
  const known = batchOf(work).port;
  if (known !== undefined) return known;
  const groups = arn === undefined ? undefined : await describeTargetGroups(work.context.aws.elbv2, [arn]);
  const port = groups?.get(arn ?? "")?.port ?? DEFAULT_PORT;
  await work.update({ batch: { ...batchOf(work), port } });
  return port;
}

/** Where each is asked; read once, as soon as it has an address. */
async function addressesOf(servers: readonly string[], work: Work): Promise<ReadonlyMap<string, string>> {
  const known = new Map(
    batchOf(work).substitutes.flatMap(({ id, address }) => (address ? [[id, address]] : [])),
  );
  const unread = servers.filter((id) => !known.has(id));
  if (unread.length === 0) return known;
  const read = await privateAddresses(work.context.aws.ec2, unread);
  const substitutes = batchOf(work).substitutes.map((each) => {
    const address = each.address ?? read.get(each.id);
    return address === undefined ? each : { ...each, address };
  });
  await writeBatch({ ...batchOf(work), substitutes }, work);
  return new Map([...known, ...read]);
}

/** Failures told by name; more would not be read. */
const NAMED_FAILURES = 3;

/** Sends the gate's command once Systems Manager reaches all of them, then asks how far it is. */
async function observeCommand(
  name: string,
  gate: Extract<Gate, { kind: "command" }>,
  { servers }: Sight,
  work: Work,
): Promise<Observations["command"] | undefined> {
  const { ssm } = work.context.aws;
  const { commands: known, phaseStartedAt: askedSince } = work.run();
  const online = known[name] === undefined ? await onlineAmong(ssm, servers) : null;
  const nothing = { targeted: 0, completed: 0, failed: 0, unreached: 0, failures: [], sentAt: null };
  if (online !== null && online < servers.length) return { ...nothing, online, askedSince };
  const { document, commands, timeout } = gate;
  const sent = await sendOnce({ name, to: { servers }, document, commands, timeoutSeconds: timeout }, work);
  const progress = sent.fresh ? undefined : await progressOf(sent, work);
  if (progress === undefined) return undefined;
  const { targeted, completed, failed, unreached } = progress;
  const failures =
    failed > unreached
      ? ((await undefinedIfNotFound(commandFailures(ssm, sent.commandId, NAMED_FAILURES))) ?? [])
      : [];
  return { online, targeted, completed, failed, unreached, failures, askedSince, sentAt: sent.sentAt };
}
