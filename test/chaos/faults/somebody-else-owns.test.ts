import { expect, test } from "vitest";
import { CLAIMS } from "../../../chaos/faults/people/somebody-else-owns.ts";
import type { FaultWork } from "../../../chaos/faults/fault-kind.ts";

/** Somebody's own server enters a target group which is gone when a call of this name arrives; what they have sent. */
function claim(gone?: string) {
  const sent: string[] = [];
  const send = async (command: object): Promise<unknown> => {
    sent.push(command.constructor.name);
    if (command.constructor.name === gone) throw new Error("TargetGroupNotFound");
    return { Instances: [{ InstanceId: "i-theirs" }] };
  };
  const chaos = {
    account: { targetGroups: ["tg"], template: "lt-1" },
    operator: { ec2: { send }, elbv2: { send } },
    clock: { sleep: async () => undefined },
  };
  const random = { pick: <T>(of: readonly T[]): T | undefined => of[0] };
  return { sent, claimed: CLAIMS["a target"]({ chaos, random } as unknown as FaultWork) };
}

test("seed 881000245: a server that finds no target group was left running", async () => {
  const { sent, claimed } = claim("RegisterTargetsCommand");
  await expect(claimed).rejects.toThrow("TargetGroupNotFound");
  expect(sent).toEqual(["RunInstancesCommand", "RegisterTargetsCommand", "TerminateInstancesCommand"]);
});

test("whoever lets go of one whose target group is gone ends it too", async () => {
  const { sent, claimed } = claim("DeregisterTargetsCommand");
  const letGo = await claimed;
  await expect(letGo?.()).rejects.toThrow("TargetGroupNotFound");
  expect(sent.at(-1)).toBe("TerminateInstancesCommand");
});
