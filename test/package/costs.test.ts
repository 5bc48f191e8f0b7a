import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import * as z from "zod";
import { packagedResources } from "../support/package/packaged.ts";

const resources = await packagedResources();

it("what the alarms cost is as the page says: a tenth of a dollar for each metric that one reads", () => {
  const alarms = Object.values(resources).filter(({ Type }) => Type === "AWS::CloudWatch::Alarm");
  const metrics = alarms.flatMap(({ Properties }) => {
    const read = z.array(z.object({ MetricStat: z.unknown().optional() })).optional();
    const several = read.parse(Properties["Metrics"]);
    return several ? several.filter(({ MetricStat }) => MetricStat !== undefined) : [Properties];
  });
  const page = readFileSync(new URL("../../docs/deploy.md", import.meta.url), "utf8");
  const costs = (metrics.length / 10).toFixed(2);
  expect(page).toContain(
    `${alarms.length} alarms over ${metrics.length} metrics at $0.10 each, $${costs} a month`,
  );
});
