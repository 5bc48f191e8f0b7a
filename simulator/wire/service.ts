import type { OperationTable } from "../services/operation.ts";
import type { World } from "../world/world.ts";
import type { SchemaModule } from "./protocols/shapes.ts";

export type ProtocolName = "awsQuery" | "ec2Query" | "awsJson" | "restJson" | "rpcV2Cbor";

/** One simulated service: how it is called over the wire, and the operations that are carried out. */
export interface Service {
  /** As in the credential scope of a signed request: `autoscaling`, `elasticloadbalancing`. */
  readonly signingName: string;
  /** The protocols it is called with; which one, each request says. */
  readonly protocols: readonly ProtocolName[];
  /** The module of the SDK client that holds the schemas of all its operations. */
  readonly schemas: SchemaModule;
  readonly operations: OperationTable;
  /** What of an input counts as given; all of it where this is not there. */
  readonly given?: (input: Readonly<Record<string, unknown>>) => Record<string, unknown>;
  /** Makes the service notice what happens in the world. Called once, when the world is made. */
  readonly attach?: (world: World) => void;
  /** `Version` of form-encoded requests. Other services may sign with the same name: classic load balancers do. */
  readonly apiVersion?: string;
  readonly xmlNamespace?: string;
  /** What stands before the operation's name in `x-amz-target`, and is the service in the path of RPC v2. */
  readonly targetPrefix?: string;
}
