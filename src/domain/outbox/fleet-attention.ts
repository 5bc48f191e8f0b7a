import type { Finding } from "../findings/finding.ts";
import { formatInstant } from "../format-instant.ts";
import type { Generation } from "../generation.ts";
import type { RolloutRecord } from "../run/rollout.ts";
import type { RunRecord } from "../run/run-record.ts";
import type { Run } from "../run/run.ts";
import type { Found } from "./outbox.ts";
import { liftCommand, settleCommands } from "./proposed-commands.ts";
import { runAttention } from "./run-attention.ts";
import { urgentAttention } from "./urgent-attention.ts";

interface FleetRecords {
  readonly fleet: string;
  /** Runs of every kind, open ones and ended ones. */
  readonly runs: readonly Run[];
  /** The most recently started first. */
  readonly rollouts: readonly RolloutRecord[];
  readonly generations: readonly Generation[];
  /** Why the fleet may not launch the image of its live generation any more; null: it may. */
  readonly quarantined: string | null;
  /** The run that is open, and what was found about the fleet's servers; not there: nothing waits for a run. */
  readonly holding?: { readonly run: RunRecord; readonly findings: readonly Finding[] } | undefined;
}

/** What the ledger alone says that a person has to look at. The sweep publishes it, and a status shows it. */
export const fleetAttention = (records: FleetRecords, now: number): readonly Found[] => [
  ...records.runs.flatMap((run) => runAttention(run, now)),
  ...(records.holding ? urgentAttention(records.holding, now) : []),
  ...bothIll(records),
  ...needsPerson(records),
  ...retained(records),
  ...liveQuarantined(records),
];

/** While it is so: what both sides depend on may be away. */
const bothIll = ({ fleet, rollouts: [newest] }: FleetRecords): readonly Found[] => {
  const since = newest?.timers.stands;
  if (newest === undefined || newest.endedAt !== null || newest.failure !== null || since === undefined)
    return [];
  const { kind, id } = newest;
  return [
    {
      key: `${id} stands since ${since}`,
      kind: "both-ill",
      reason: `${kind} ${id} stands: blue fails the same as green since ${formatInstant(since)}; nobody is blamed, and it goes on when blue is well`,
      commands: [`moult rollout status ${fleet}`, `moult history ${fleet} --rollout ${id}`],
    },
  ];
};

/**
 * The newest run alone: a run that began after it settled the fleet first. One that was settled and needs a person again is said
 * again.
 */
function needsPerson({ fleet, rollouts: [newest] }: FleetRecords): readonly Found[] {
  if (newest?.outcome !== "needs-person") return [];
  const { kind, id, outcomeReason, needsPerson: needed, endedAt } = newest;
  return [
    {
      key: `${id} needs a person since ${needed?.at ?? endedAt}`,
      kind: "needs-person",
      reason: `${kind} ${id} can go neither on nor back: ${outcomeReason ?? "see its history"}; both generations are kept`,
      commands: settleCommands(fleet),
    },
  ];
}

const retained = ({ fleet, generations }: FleetRecords): readonly Found[] =>
  generations
    .filter(({ state }) => state === "retained")
    .map(({ number, group }) => ({
      key: `generation ${number} is retained`,
      kind: "generation-retained",
      reason: `generation ${number} is retained, out of traffic: not all of its servers proved their data safe or went; ${group} runs until somebody takes it down`,
      commands: [`moult history ${fleet}`],
    }));

/** Nothing replaces its servers until somebody has seen to it. A run that leads to another image does. */
function liveQuarantined({ fleet, rollouts, generations, quarantined }: FleetRecords): readonly Found[] {
  const live = generations.find(({ state }) => state === "live");
  if (live === undefined || quarantined === null || leadsFrom(live.image, rollouts[0])) return [];
  const { number, image } = live;
  return [
    {
      key: `${image} is quarantined`,
      kind: "live-quarantined",
      reason: `generation ${number} serves with ${image}, which is in quarantine: ${quarantined}; its servers stay, and moult replaces none of them until it has another image, or a person lifts that`,
      commands: ["moult quarantine list", liftCommand(fleet, image)],
    },
  ];
}

const leadsFrom = (image: string, newest: RolloutRecord | undefined): boolean =>
  newest?.endedAt === null && newest.imageTo !== image && newest.failure === null && newest.abort === null;
