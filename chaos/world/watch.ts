import { emitStatus } from "../../rehearsal/emit-status.ts";
import { saidBy } from "../checkers/spoken/said.ts";
import type { Clock } from "../../src/domain/clock.ts";
import type { History } from "./history.ts";
import { isScan } from "./scans.ts";
import { follow } from "./ledger-view.ts";
import type { Plan } from "../draws/plan.ts";
import { quiescenceSeconds } from "./quiescence-bound.ts";
import type { ChaosWorld } from "./world.ts";

/** Lines of the history, and how often what happened. */
export function openNotes(
  history: History,
  clock: Clock,
): Pick<ChaosWorld, "note" | "count" | "counts" | "disturbances"> {
  const counts = new Map<string, number>();
  const disturbances = new Map<string, number>();
  return {
    note: (what) => history.add(clock.now(), what),
    counts,
    disturbances,
    count: (what) => {
      disturbances.set(what, clock.now());
      counts.set(what, (counts.get(what) ?? 0) + 1);
    },
  };
}

/**
 * Where somebody stops one execution after the other, sixty take over from each other at most; where each runs out of its
 * time, one follows the other for as long as the run may take.
 */
const mostExecutions = (plan: Plan): number =>
  300 + Math.ceil((2 * quiescenceSeconds(plan)) / (plan.engine.machineSeconds ?? Number.POSITIVE_INFINITY));

/** What executions say of themselves, for the history and for EventBridge. */
export function openNews({
  simulator,
  judge,
  note,
  plan,
  input,
}: Pick<ChaosWorld, "simulator" | "judge" | "note" | "plan" | "input">): Pick<
  ChaosWorld,
  "onStatus" | "onState"
> {
  const most = mostExecutions(plan);
  let started = 0;
  return {
    onStatus: (process, news) => {
      const { error = "", cause = "" } = news.result ?? {};
      input.statuses.set(`${process}/${news.name}`, news.status);
      note(`${process} execution ${news.name} ${news.status} ${error} ${cause}`);
      if (news.status === "RUNNING" && !isScan(news.name) && (started += 1) > most)
        judge.report("quiescence", `${most} executions have been started: the run does not end`);
      // The rule that calls the sweep is for the rollout's machine.
      if (!isScan(news.name)) emitStatus(simulator, news);
    },
    onState: (execution, state) => note(`${execution} enters ${state}`),
  };
}

/** Events of moult's, as the bus takes them. */
function keepPublished({ onBusEvent, input, clock }: ChaosWorld): void {
  onBusEvent((event) => {
    const said = saidBy(event, clock.now());
    if (said !== undefined) input.said.push(said);
  });
  onBusEvent(({ source, detail }) => {
    const { instance, field } = detail as { readonly instance?: string; readonly field?: string };
    if (source !== "moult" || instance === undefined) return;
    const key = `${instance} ${field}`;
    input.published.set(key, [...(input.published.get(key) ?? []), clock.now()]);
  });
}

/** Everything that happens and everything that is written is noted, and held against the invariants. */
export function watch(chaos: ChaosWorld): void {
  const { simulator, input, note, judge, ledger, view } = chaos;
  keepPublished(chaos);
  simulator.world.onWorldEvent((worldEvent) => {
    input.serving.follow(worldEvent);
    input.servers.follow(worldEvent);
    input.trouble.follow(worldEvent);
    // Who has traffic is taken down as it changes: the next call may come much later.
    if (worldEvent.kind === "rule-modified") input.serving.look();
    note(`${worldEvent.service} ${worldEvent.kind} ${worldEvent.subject}`);
    judge.worldEvent(worldEvent);
  });
  ledger.onWrite((key, body) => {
    follow(view, key, body, simulator.clock.now());
    input.deciding.follow(key.sort, simulator.clock.now());
    note(`ledger ${key.sort} ${body === undefined ? "removed" : summaryOf(key.sort, body)}`);
    judge.written(key.sort);
  });
}

/** Entries in words; records in whole, since the fingerprint covers them. */
function summaryOf(sort: string, body: Readonly<Record<string, unknown>>): string {
  if (!sort.startsWith("entry#")) return JSON.stringify(body);
  const { phase, kind, action = "", reason } = body as Readonly<Record<string, string | null>>;
  return `${phase} ${kind} ${action} ${reason}`;
}
