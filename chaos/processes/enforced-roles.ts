import { type FunctionRoles, functionRoles, roleOf, withPermission } from "../../rehearsal/function-roles.ts";
import type { Authorize } from "../../simulator/iam/authorize.ts";
import type { Denial } from "../../simulator/iam/enforce-iam.ts";
import type { World } from "../../simulator/world/world.ts";
import { translateError } from "../../src/errors/aws-codes.ts";
import type { Runtime } from "../../src/step/open-context.ts";
import { isGone } from "./gone.ts";
import type { Invocation } from "./invocation.ts";

let loaded: Promise<FunctionRoles> | undefined;

/** The roles of all functions, from their function.yml, read and compiled once in a process. */
export const rolesOnce = (): Promise<FunctionRoles> => (loaded ??= functionRoles());

/** The outbound ports of an invocation that are not simulated. */
type Unsimulated = Pick<Runtime, "ledger" | "starter" | "executions" | "bells">;

/** Each invocation under the role of its function. People's own calls are under none. */
export interface EnforcedRoles {
  readonly authorize: Authorize;
  /** The ledger's table and the state machine as this invocation may use them. */
  permitted(invocation: Invocation, all: Unsimulated, world: World): Unsimulated;
}

interface Enforcing {
  readonly roles: FunctionRoles;
  readonly invocationOf: (caller: string) => Invocation | undefined;
  /** Told of each denial that a policy is to blame for. */
  readonly onDenial: (task: string, denial: Denial) => void;
  /** What AWS answers about something that is gone: it does not say which (docs/security.md). */
  readonly goneIsDenied: boolean;
}

/** Enforces the roles in one run. A denial for what is gone is no policy's fault: it has no tags to be allowed by. */
export function enforceRoles({ roles, invocationOf, onDenial, goneIsDenied }: Enforcing): EnforcedRoles {
  const { iam } = roles;
  const names = new Map(roles.functions.map((each) => [each.name, roleOf(each)]));
  const nameOf = ({ task }: Invocation): string => {
    const name = names.get(task);
    if (name === undefined) throw new Error(`No function is named ${task}.`);
    return name;
  };
  return {
    authorize: (call, world) => {
      const invocation = invocationOf(call.caller);
      if (invocation === undefined) return undefined;
      const { service, action, input } = call;
      const refusal = iam.authorize({ caller: nameOf(invocation), service, action, input }, world);
      const denial = refusal && iam.denials.at(-1);
      if (denial === undefined) return undefined;
      if (isGone(denial, world)) return goneIsDenied ? refusal : undefined;
      onDenial(invocation.task, denial);
      return refusal;
    },
    permitted: (invocation, all, world) => {
      const caller = nameOf(invocation);
      const permit = (action: string, resource: string): void => {
        try {
          iam.permit(caller, action, resource, world);
        } catch (error) {
          onDenial(invocation.task, { caller, action, resource });
          throw translateError(error, action);
        }
      };
      return withPermission(all, permit, world);
    },
  };
}
