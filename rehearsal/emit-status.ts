import type { Simulator } from "../simulator/simulator.ts";
import type { ExecutionNews } from "../src/engine/embedded-engine.ts";

/** What Step Functions tells EventBridge of an execution (aws-facts 5). */
export function emitStatus(
  { world }: Simulator,
  { name, machine, status, input, startedAt, endedAt, result }: ExecutionNews,
): void {
  const executionArn = world.arn("states", `execution:${machine}:${name}`);
  world.emit({
    source: "aws.states",
    "detail-type": "Step Functions Execution Status Change",
    resources: [executionArn],
    detail: {
      executionArn,
      stateMachineArn: world.arn("states", `stateMachine:${machine}`),
      name,
      status,
      startDate: startedAt,
      stopDate: endedAt,
      input: JSON.stringify(input),
      output: result?.status === "SUCCEEDED" ? JSON.stringify(result.output) : null,
      error: result?.error ?? null,
      cause: result?.cause ?? null,
    },
  });
}
