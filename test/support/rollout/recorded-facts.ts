import type { Phase, RolloutRecord } from "../../../src/domain/run/rollout.ts";
import type { Web } from "../scenarios/harness.ts";

/** What the ledger and the account say of the newest rollout at its end. */
export interface RecordedFacts extends Pick<RolloutRecord, "blue" | "green" | "size" | "outcome"> {
  readonly failedIn: Phase | null;
  readonly imageAtFault: boolean;
  /** The last verdict of each gate. */
  readonly gates: Readonly<Record<string, string>>;
  /** What the second target group (green's, if green is generation 2) was given by each change of the weights. */
  readonly weights: readonly number[];
}

export const REPLACED: RecordedFacts = {
  blue: 1,
  green: 2,
  size: 4,
  outcome: "succeeded",
  failedIn: null,
  imageAtFault: false,
  gates: { "target-health": "pass" },
  weights: [0, 10, 50, 100, 100],
};

/** After all of the traffic was on green. Where it failed, and what differs, each scenario says. */
export const ROLLED_BACK: RecordedFacts = {
  ...REPLACED,
  outcome: "rolled-back",
  weights: [0, 10, 50, 100, 0],
};

export async function factsOf(web: Web): Promise<RecordedFacts> {
  const { blue, green, size, outcome, failure, gates } = await web.rollout();
  return {
    blue,
    green,
    size,
    outcome,
    failedIn: failure?.phase ?? null,
    imageAtFault: failure?.imageAtFault ?? false,
    gates: Object.fromEntries(gates.map(({ gate, verdict }) => [gate, verdict])),
    weights: weightsSet(web),
  };
}

interface ListenerChange {
  readonly DefaultActions: readonly {
    readonly ForwardConfig: {
      readonly TargetGroups: readonly { readonly TargetGroupArn: string; readonly Weight: number }[];
    };
  }[];
}

function weightsSet(web: Web): number[] {
  const [, second] = web.account.targetGroups;
  return web
    .changes()
    .filter(({ action }) => action === "ModifyListener")
    .flatMap(({ input }) => (input as unknown as ListenerChange).DefaultActions)
    .flatMap(({ ForwardConfig }) => ForwardConfig.TargetGroups)
    .filter(({ TargetGroupArn }) => TargetGroupArn === second)
    .map(({ Weight }) => Weight);
}
