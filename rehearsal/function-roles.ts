import { enforceIam, type IamEnforcement } from "../simulator/iam/enforce-iam.ts";
import type { Policies } from "../simulator/iam/statement.ts";
import type { Simulator } from "../simulator/simulator.ts";
import type { World } from "../simulator/world/world.ts";
import { connect } from "../src/aws/connect.ts";
import { busOf, eventBridgeClient } from "../src/aws/eventbridge.ts";
import { errors } from "../src/aws/middleware/errors.ts";
import { translateError } from "../src/errors/aws-codes.ts";
import type { Ledger } from "../src/ledger/ledger.ts";
import type { Runtime } from "../src/step/open-context.ts";
import { callingAs } from "./calling-as.ts";
import { type FunctionPolicy, functionPolicies } from "./function-policies.ts";

/** Where the simulated account is (simulator/world/world.ts). */
export const SIMULATED = { partition: "aws", region: "us-east-1", account: "123456789012" } as const;
const TABLE = "table/moult-ledger";
const STACK = "moult-dev";

/** Each function under its own role, as its function.yml declares it. */
export interface FunctionRoles {
  readonly iam: IamEnforcement;
  readonly functions: readonly FunctionPolicy[];
  /** What the function of this name runs in, made from what the control plane runs in. */
  runtimeOf(name: string, all: Runtime, simulator: Simulator): Runtime;
}

/** Who the function is in the simulator's call log: `moult/launch-green`. */
export const roleOf = ({ folder }: Pick<FunctionPolicy, "folder">): string => `moult/${folder}`;

/** Reads the roles of all functions and enforces them. Give `iam.authorize` and `around` to a rehearsal. */
export async function functionRoles(more: Policies = {}): Promise<FunctionRoles> {
  const functions = functionPolicies(SIMULATED);
  const own = Object.fromEntries(functions.map((each) => [roleOf(each), each.statements]));
  const iam = await enforceIam({ ...own, ...more });
  return {
    iam,
    functions,
    runtimeOf: (name, all, simulator) => {
      const found = functions.find((each) => each.name === name);
      if (found === undefined) throw new Error(`No function is named ${name}.`);
      return inRole(roleOf(found), all, { iam, simulator });
    },
  };
}

interface Account {
  readonly iam: IamEnforcement;
  readonly simulator: Simulator;
}

function inRole(role: string, all: Runtime, { iam, simulator }: Account): Runtime {
  const { world } = simulator;
  const { settings, middleware } = callingAs(simulator, role);
  const { eventBridge } = connect({ eventBridge: eventBridgeClient }, settings, [errors(), ...middleware]);
  const permit: Permit = (action, resource) => {
    try {
      iam.permit(role, action, resource, world);
    } catch (error) {
      throw translateError(error, action);
    }
  };
  return {
    ...all,
    ...withPermission(all, permit, world),
    settings,
    middleware,
    publish: busOf(eventBridge),
  };
}

/** Throws for a call that a role may not make. */
type Permit = (action: string, resource: string) => void;

/** What is not simulated, and asks for permission all the same: the ledger's table and the state machine. */
type Unsimulated = Pick<Runtime, "ledger" | "starter" | "executions" | "bells">;

/** The ledger's table and the state machine for one role. */
export function withPermission(all: Unsimulated, permit: Permit, world: World): Unsimulated {
  const table = world.arn("dynamodb", TABLE);
  return {
    ledger: inTable(all.ledger, (action) => permit(action, table)),
    starter: {
      start: async (machine, name, input) => {
        permit("states:StartExecution", world.arn("states", `stateMachine:${STACK}-${machine}`));
        return all.starter.start(machine, name, input);
      },
    },
    bells: all.bells && {
      ring: async (token) => {
        permit("states:SendTaskSuccess", "*");
        return all.bells?.ring(token) ?? "gone";
      },
    },
    executions: {
      status: async (machine, name) => {
        permit("states:DescribeExecution", world.arn("states", `execution:${STACK}-${machine}:${name}`));
        return all.executions.status(machine, name);
      },
    },
  };
}

/** The calls that the ledger in DynamoDB makes for each of the port's (src/ledger/stores/dynamodb-ledger.ts). */
function inTable(ledger: Ledger, permit: (action: string) => void): Ledger {
  // Not async functions: a run of the chaos comes by here for every line of its history.
  const once = <T>(action: string, call: () => Promise<T>): Promise<T> => {
    try {
      permit(action);
    } catch (error) {
      return Promise.reject(error as Error);
    }
    return call();
  };
  return {
    get: (key) => once("dynamodb:GetItem", () => ledger.get(key)),
    list: (partition, options) => once("dynamodb:Query", () => ledger.list(partition, options)),
    put: (write, expected) => once("dynamodb:UpdateItem", () => ledger.put(write, expected)),
    remove: (key, revision) => once("dynamodb:DeleteItem", () => ledger.remove(key, revision)),
    close: () => ledger.close(),
  };
}
