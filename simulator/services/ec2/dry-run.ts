import { type OperationTable, ServiceFault } from "../operation.ts";

interface MayBeDry {
  readonly DryRun?: boolean;
}

/**
 * The same calls, which with DryRun only say whether the caller may make them: `DryRunOperation` (412), or the
 * `UnauthorizedOperation` that came before. What the call names is not looked at (EC2's Common Query Parameters).
 */
export function withDryRun(table: OperationTable): OperationTable {
  const entries = Object.entries(table).map(([name, operation]): [string, OperationTable[string]] => [
    name,
    {
      ...operation,
      accepts: [...operation.accepts, "DryRun"],
      handle: (input: MayBeDry, context) => {
        if (input.DryRun === true) throw wouldHaveSucceeded();
        return operation.handle(input, context);
      },
    },
  ]);
  return Object.fromEntries(entries);
}

const wouldHaveSucceeded = (): ServiceFault =>
  new ServiceFault("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412);
