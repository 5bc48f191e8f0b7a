import type { Clients } from "../../aws/clients.ts";
import type { Clock } from "../../domain/clock.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { ExecutionStarter, StepContext } from "../../step/step.ts";

/** What imagePublished reads, writes and starts with. */
export interface ImagePublishedContext {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly aws: Pick<Clients, "ec2" | "imageBuilder" | "ssm">;
  readonly starter: ExecutionStarter;
  /** Not there: what is to be published is left to the next sweep. */
  readonly publish?: StepContext["publish"];
  /** Where the fleets are. An image of another region cannot be launched here. */
  readonly region: string;
}
