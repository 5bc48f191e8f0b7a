import type { Connection } from "../aws/clients.ts";
import type { Clock } from "../domain/clock.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { ActName, Asked, Done, Who } from "../desk/acts.ts";
import type { PersonsSettlement } from "../operator/settle-fleet.ts";
import type { PersonsAsk } from "../operator/start-rollout.ts";
import type { StepContext } from "../step/step.ts";
import type { SweepReport } from "../sweep/sweep.ts";
import type { Plan } from "../views/plan/plan.ts";

/** What the command line asks of whatever runs rollouts: the embedded engine, or Step Functions in the account. */
export interface ControlPlane {
  readonly ledger: Ledger;
  readonly clock: Clock;
  /**
   * Starts a rollout and answers its id at once. `settled` resolves when it has ended, whatever its outcome (the
   * ledger says which), and rejects only when the engine itself broke.
   */
  start(fleet: string, ask: PersonsAsk): Promise<{ id: string; settled: Promise<void> }>;
  /** Takes up a rollout of this id whose process has ended. */
  takeUp(fleet: string, id: string): Promise<{ id: string; settled: Promise<void> }>;
  /** Leaves a fleet that needs a person on one side. */
  settle(fleet: string, said: PersonsSettlement): Promise<{ id: string; settled: Promise<void> }>;
  /** Reads the world and answers what a rollout would do. Changes nothing. */
  plan(fleet: string, ask: PersonsAsk): Promise<Plan>;
  /** The image that the fleet should run now: what a person pinned, else what its declaration names; null: none. */
  wantedImage(fleet: string): Promise<string | null>;
  /**
   * Carries out one act of a person: in this process, or by the deployed door (src/desk/acts.ts). Who acts is as this machine
   * knows it; the door takes the one that AWS proves.
   */
  act<Name extends ActName>(name: Name, asked: Asked<Name>, who: string | Who): Promise<Done<Name>>;
  /** Resolves when nothing is left to do for what an act has started. */
  settled(fleet: string, id: string): Promise<void>;
  /** Takes over rollouts whose execution died, and tells what no rollout explains. `settled` when the take-overs have ended. */
  sweep(): Promise<{ report: SweepReport; settled: Promise<void> }>;
  /** A context for adopting a group, and for reading the fleet's servers. */
  adoption(): Promise<StepContext<"autoScaling" | "cloudWatch" | "ec2" | "elbv2" | "ssm">>;
  /** A context in which a person changes the fleet's groups themselves, under a lease that they hold. */
  changing(acting: {
    readonly fleet: string;
    readonly run: string;
    readonly fence: number;
  }): Promise<StepContext<"autoScaling" | "ec2" | "elbv2">>;
  close(): Promise<void>;
}

/**
 * What carries rollouts: this process, or Step Functions in the account. `none`: the ledger is shared and nobody said which, so
 * that nothing can be started, and everything else can.
 */
export type EngineName = "embedded" | "step-functions" | "none";

/** Where the control plane runs and what it talks to. */
export interface ControlPlaneOptions {
  readonly engine: EngineName;
  readonly region: string;
  /** Another place than AWS for every call: the simulator. */
  readonly endpoint?: string;
  /** The way to AWS and who goes it; asked for when a client is first made. Default: the SDK's own. */
  readonly connection?: () => Promise<Connection>;
  /** The ledger as an SQLite file; `:memory:` for none that lasts. */
  readonly ledgerPath?: string;
  /** The ledger as a DynamoDB table. It is used when both are given. */
  readonly table?: string;
  /** Where the deployed door for acts is; without it this process carries them out. */
  readonly operateUrl?: string;
  /** Needed by the `step-functions` engine. */
  readonly stateMachineArn?: string;
}
