import middy from "@middy/core";
import type { Context } from "aws-lambda";
import type * as z from "zod";
import { parseInput } from "../step/parse-input.ts";
import type { FunctionMeter } from "./function-meter.ts";
import type { InvocationLine } from "./invocation-line.ts";
import { type Log, log } from "./log.ts";

interface HandlerOptions<Input, Output> {
  /** The function, as its lines name it: its state, or its own name. */
  readonly name: string;
  /** What an invocation that went well leaves in the log. */
  line(output: Output): InvocationLine;
  /** What every line of the log carries while this input is handled. */
  correlate?(input: Input): Readonly<Record<string, string | number>>;
  /** Emits what was counted meanwhile. Not there: nothing is. */
  readonly meter?: Pick<FunctionMeter, "flush"> | undefined;
  /** Where the log goes; another one in tests. */
  readonly log?: Log;
}

export type LambdaHandler<Output> = (event: unknown, context: Context) => Promise<Output>;

/**
 * A Lambda handler around `run`: the input is parsed (InvalidInput lists every fault), the log is correlated, and an
 * error is logged once, here, and thrown on as it is: Step Functions matches Retry and Catch on its `name`
 * (aws-facts 5), so an error that is wrapped is never tried again. What goes well is one line, with what it came to.
 */
export function handlerOf<Input, Output>(
  schema: z.ZodType<Input>,
  run: (input: Input) => Promise<Output>,
  options: HandlerOptions<NoInfer<Input>, NoInfer<Output>>,
): LambdaHandler<Output> {
  const lines = options.log ?? log;
  // With an early timeout middy would throw an error of its own and hide what the function was waiting for.
  return middy<Input, Output>({ timeoutEarlyInMillis: 0 })
    .before((request) => {
      lines.resetKeys();
      lines.appendKeys({ requestId: request.context.awsRequestId });
      request.event = parseInput(schema, request.event);
      lines.appendKeys({ ...options.correlate?.(request.event) });
    })
    .onError(({ error }) => {
      const thrown = error instanceof Error ? error : new Error(String(error));
      lines.error(thrown.message, thrown);
      options.meter?.flush(thrown);
    })
    .handler(async (input: Input) => {
      const output = await run(input);
      const line = options.line(output);
      lines.info(`${options.name}: ${line.verdict}`, line);
      options.meter?.flush();
      return output;
    }) as LambdaHandler<Output>;
}
