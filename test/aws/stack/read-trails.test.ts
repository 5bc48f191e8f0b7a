import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  type GetEventSelectorsCommandOutput,
  GetTrailStatusCommand,
} from "@aws-sdk/client-cloudtrail";
import { mockClient } from "aws-sdk-client-mock";
import { expect, test } from "vitest";
import { readTrails } from "../../../src/aws/stack/read-trails.ts";

type Selectors = Partial<GetEventSelectorsCommandOutput>;
const advanced = (...fields: readonly (readonly [string, string])[]): Selectors => ({
  AdvancedEventSelectors: [{ FieldSelectors: fields.map(([Field, value]) => ({ Field, Equals: [value] })) }],
});
const ALL: Selectors = { EventSelectors: [{ IncludeManagementEvents: true, ReadWriteType: "All" }] };

/** One trail for each of these; an Error: it may not be read. */
function account(trails: readonly (Selectors | Error)[], isLogging = true) {
  const client = new CloudTrailClient({});
  const mock = mockClient(client);
  const trailList = trails.map((_each, index) => ({ Name: `t${index}`, TrailARN: `arn:t${index}` }));
  mock.on(DescribeTrailsCommand).resolves({ trailList });
  mock.on(GetTrailStatusCommand).resolves({ IsLogging: isLogging });
  for (const [index, each] of trails.entries()) {
    const asked = mock.on(GetEventSelectorsCommand, { TrailName: `arn:t${index}` });
    if (each instanceof Error) asked.rejects(each);
    else asked.resolves(each);
  }
  return readTrails(client);
}

test.each<[string, Selectors, boolean]>([
  ["all management events", ALL, true],
  ["those that write", { EventSelectors: [{ ReadWriteType: "WriteOnly" }] }, true],
  ["those that read", { EventSelectors: [{ ReadWriteType: "ReadOnly" }] }, false],
  [
    "data events alone",
    { EventSelectors: [{ IncludeManagementEvents: false, ReadWriteType: "All" }] },
    false,
  ],
  ["advanced: management", advanced(["eventCategory", "Management"]), true],
  ["advanced: management that reads", advanced(["eventCategory", "Management"], ["readOnly", "true"]), false],
  [
    "advanced: management that writes",
    advanced(["eventCategory", "Management"], ["readOnly", "false"]),
    true,
  ],
  ["advanced: data", advanced(["eventCategory", "Data"]), false],
  ["nothing", {}, false],
])("a trail of %s", async (_what, selectors, isGood) => {
  expect(await account([selectors])).toEqual(isGood ? ["t0"] : []);
  expect(await account([selectors], false)).toEqual([]);
});

test("one that may not be read counts for nothing beside a good one, and is said where there is none", async () => {
  const denied = new Error("not authorized");
  expect(await account([denied, ALL])).toEqual(["t1"]);
  await expect(account([denied, { EventSelectors: [] }])).rejects.toThrow("not authorized");
});
