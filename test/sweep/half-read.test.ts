import {
  CreateAutoScalingGroupCommand,
  DeleteAutoScalingGroupCommand,
  DescribeAutoScalingGroupsCommand,
  type DescribeAutoScalingGroupsCommandInput,
} from "@aws-sdk/client-auto-scaling";
import { ServiceUnavailable, Throttled } from "../../src/errors/errors.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { readOutbox } from "../../src/ledger/outbox/outbox.ts";
import { openSweepContext } from "../../src/sweep/open-context.ts";
import { sweep } from "../../src/sweep/sweep.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";

type Asked = DescribeAutoScalingGroupsCommandInput;

/** One sweep, to which Auto Scaling does not answer what this is true of, over this ledger. */
function sweepWithout(web: Web, isRefused: (asked: Asked) => boolean, over: Partial<Ledger> = {}) {
  const { ledger, ...runtime } = web.runtime;
  const context = openSweepContext({ ...runtime, ledger: { ...ledger, ...over } });
  const { autoScaling } = context.aws;
  const send = (command: Parameters<typeof autoScaling.send>[0]) => {
    if (command instanceof DescribeAutoScalingGroupsCommand && isRefused(command.input))
      throw new Throttled("too many");
    return autoScaling.send(command);
  };
  return sweep({ ...context, aws: { ...context.aws, autoScaling: { send } } } as never);
}

const standing = async (web: Web): Promise<string[]> =>
  (await readOutbox(web.ledger, "web")).attention.flatMap(({ reason, endedAt }) =>
    endedAt === null ? [reason] : [],
  );

scenario("while groups cannot be read, no server of the fleet is taken for a stranger", {}, async (web) => {
  await web.minutes(10);
  const byName = ({ AutoScalingGroupNames }: Asked): boolean => AutoScalingGroupNames !== undefined;
  await expect(sweepWithout(web, byName)).rejects.toThrow("too many");
  expect(await standing(web)).toEqual([]);
});

scenario(
  "while nobody can say which groups carry the fleet's tag, what was found of one is not over",
  {},
  async (web) => {
    await web.minutes(10);
    const Tags = [{ Key: "moult:fleet", Value: "web", PropagateAtLaunch: true }];
    const stray = {
      AutoScalingGroupName: "web-g0009",
      MinSize: 0,
      MaxSize: 1,
      VPCZoneIdentifier: "subnet-a",
    };
    const LaunchTemplate = { LaunchTemplateId: web.account.template, Version: "1" };
    await web.person.autoScaling.send(new CreateAutoScalingGroupCommand({ ...stray, LaunchTemplate, Tags }));
    await web.minutes(1);
    await sweepWithout(web, () => false);
    const found = await standing(web);
    expect(found).toEqual(["group web-g0009 has the fleet's tag moult:fleet and is no generation of it"]);
    await expect(sweepWithout(web, ({ Filters }) => Filters !== undefined)).rejects.toThrow("too many");
    expect(await standing(web)).toEqual(found);
    await web.person.autoScaling.send(
      new DeleteAutoScalingGroupCommand({ AutoScalingGroupName: "web-g0009" }),
    );
    await web.minutes(5);
  },
);

scenario("an outbox that cannot be read keeps no fleet from being decided about", {}, async (web) => {
  web.listening = false;
  await web.publish();
  const before = web.states.length;
  const get: Ledger["get"] = (key) =>
    key.sort === "outbox" && key.partition === "account"
      ? Promise.reject(new ServiceUnavailable("no answer"))
      : web.ledger.get(key);
  await expect(sweepWithout(web, () => false, { get })).rejects.toThrow("no answer");
  await web.settled();
  expect(web.states.length).toBeGreaterThan(before);
  expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
});
