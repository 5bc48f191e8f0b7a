import { commandKind } from "../command-kinds.ts";
import type { Answer, AwsMiddleware, Call } from "./aws-middleware.ts";

export interface DryRunOptions {
  /** Called with every write instead of sending it; answers what the call would have answered. */
  readonly onWrite: (command: string, input: object) => object;
  /** Answers a read as it would be after the writes so far; `ask` asks the real world. */
  readonly onRead: (command: string, input: object, ask: () => Promise<object>) => Promise<object>;
}

/** Sends no write. The code above runs as it always does, on a world that only seems to change. */
export const dryRun = ({ onWrite, onRead }: DryRunOptions): AwsMiddleware => ({
  name: "dry-run",
  async handle(command, call: Call, next) {
    if (commandKind(command) === "write") return answer(onWrite(command, call.input));
    return answer(await onRead(command, call.input, async () => (await next(call)).output));
  },
});

const answer = (output: object): Answer => ({ output: { $metadata: {}, ...output }, response: undefined });
