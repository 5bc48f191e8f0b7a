import type { WorldState } from "../../world/state.ts";
import { type OperationTable, ServiceFault } from "../operation.ts";

interface WithToken {
  readonly ClientToken?: string;
}

/**
 * The same calls, which refuse a ClientToken that came before with other parameters: `IdempotentParameterMismatch`
 * (EC2DG/ec2-api-idempotency.html). A token is remembered once its call succeeded, and for good: AWS promises to keep
 * one for as long as what it made and then some.
 */
export function withClientTokens(table: OperationTable): OperationTable {
  const entries = Object.entries(table).map(([name, operation]): [string, OperationTable[string]] => {
    if (!operation.accepts.includes("ClientToken")) return [name, operation];
    return [
      name,
      {
        ...operation,
        handle: (input: WithToken, context) => {
          const { clientTokens } = context.world.state;
          if (!input.ClientToken) return operation.handle(input, context);
          const key = keyOf(name, input.ClientToken);
          const request = canonical(input);
          if ((clientTokens.get(key) ?? request) !== request) throw mismatch();
          const output = operation.handle(input, context);
          clientTokens.set(key, request);
          return output;
        },
      },
    ];
  });
  return Object.fromEntries(entries);
}

/** True when this very call was carried out before: it does nothing more. */
export const wasDoneBefore = (state: WorldState, action: string, token: string | undefined): boolean =>
  token !== undefined && state.clientTokens.has(keyOf(action, token));

const keyOf = (action: string, token: string): string => `${action} ${token}`;

// The same text for the same parameters, in whatever order they were given.
const canonical = (input: WithToken): string =>
  JSON.stringify(input, (_key, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );

const mismatch = (): ServiceFault =>
  new ServiceFault(
    "IdempotentParameterMismatch",
    "The client token was used before in a request with other parameters. Use another token, or the same parameters.",
  );
