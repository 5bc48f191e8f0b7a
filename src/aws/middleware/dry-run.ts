import { commandKind } from "../command-kinds.ts";
import type { AwsMiddleware, Answer, Call } from "./aws-middleware.ts";

export interface DryRunOptions {
  /** Told of every write, which is not sent; answers what the call would have answered. */
  readonly onWrite: (command: string, input: object) => object;
  /** May answer a read as it would be after the writes so far; undefined: the real world is asked. */
  readonly onRead: (command: string, input: object) => object | undefined;
}

/** Sends no write. The code above runs as it always does, on a world that only seems to change. */
export const dryRun = ({ onWrite, onRead }: DryRunOptions): AwsMiddleware => ({
  name: "dry-run",
  handle(command, call: Call, next) {
    if (commandKind(command) === "write") return Promise.resolve(answer(onWrite(command, call.input)));
    const imagined = onRead(command, call.input);
    return imagined === undefined ? next(call) : Promise.resolve(answer(imagined));
  },
});

const answer = (output: object): Answer => ({ output: { $metadata: {}, ...output }, response: undefined });
