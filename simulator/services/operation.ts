import type { WorldState } from "../world/state.ts";
import type { World } from "../world/world.ts";

/** What a call may know: the world, and the state it is answered from (an older copy when reads lag writes). */
export interface CallContext {
  readonly world: World;
  readonly state: WorldState;
  /** The instant the answer speaks of, milliseconds since 1970; earlier than `world.now()` when reads lag. */
  readonly now: number;
  readonly requestId: string;
}

/**
 * One API operation. `accepts` names every top-level parameter that is carried out; any other that a caller sends is
 * refused by name. Reads look only at `context.state` and `context.now`; writes change `context.world`.
 */
export interface Operation<Input, Output> {
  readonly kind: "read" | "write";
  readonly accepts: readonly (keyof Input & string)[];
  /** How much longer than other calls it takes, where that is known. In process only, as all lateness. */
  readonly extraSeconds?: (input: Input) => number;
  handle(input: Input, context: CallContext): Output;
}

// biome-ignore format: one line says it
// oxlint-disable-next-line typescript/no-explicit-any -- a table of operations holds every input and output type
export type OperationTable = Readonly<Record<string, Operation<any, any>>>;

/** An error answer in AWS's form: `code` is the documented error code. `Sender` faults are 4xx, `Receiver` 5xx. */
export class ServiceFault extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = "ServiceFault";
    this.code = code;
    this.status = status;
  }
}

/** One page of `items`, and the token of the next. Tokens are opaque; one that was not issued here is refused. */
export function paginate<T>(
  items: readonly T[],
  pageSize: number,
  token: string | undefined,
): { readonly page: T[]; readonly nextToken: string | undefined } {
  const offset = token === undefined || token === "" ? 0 : decodeToken(token);
  const end = offset + pageSize;
  return {
    page: items.slice(offset, end),
    nextToken: end < items.length ? Buffer.from(`offset:${end}`).toString("base64") : undefined,
  };
}

function decodeToken(token: string): number {
  const match = /^offset:(\d+)$/.exec(Buffer.from(token, "base64").toString());
  if (!match) throw new ServiceFault("InvalidNextToken", `The token '${token}' is not valid.`);
  return Number(match[1]);
}
