import { describe, expect, test } from "vitest";
import { NotFound, Throttled } from "../../../src/errors/errors.ts";
import { executionReader } from "../../../src/step/recovery/execution-reader.ts";

const MACHINE = "arn:aws:states:eu-central-1:123456789012:stateMachine:rollout";

/** How the execution `web-1` stands where Step Functions answers so. */
function status(answer: unknown, sent: unknown[] = []) {
  const send = async ({ input }: { readonly input: unknown }) => {
    sent.push(input);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return executionReader({ send } as never, () => MACHINE).status("rollout", "web-1");
}

describe("an execution", () => {
  test("is asked for by its ARN", async () => {
    const sent: unknown[] = [];
    await status({ status: "RUNNING" }, sent);
    expect(sent).toEqual([
      { executionArn: "arn:aws:states:eu-central-1:123456789012:execution:rollout:web-1" },
    ]);
  });

  test("runs, has ended, or is unknown; what cannot be asked is not guessed", async () => {
    expect(await status({ status: "RUNNING" })).toBe("running");
    for (const ended of ["SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]) {
      expect(await status({ status: ended })).toBe("ended");
    }
    expect(await status(new NotFound("no"))).toBe("unknown");
    await expect(status(new Throttled("slow"))).rejects.toBeInstanceOf(Throttled);
  });
});
