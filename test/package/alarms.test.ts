import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { type MetricName, metricCatalogue } from "../../src/domain/telemetry/metric-catalogue.ts";
import { recycleMachine } from "../../src/recycle/recycle-machine.ts";
import { retirementMachine } from "../../src/retirement/retirement-machine.ts";
import { rolloutMachine } from "../../src/rollout/rollout-machine.ts";
import { packagedResources, referencesIn } from "../support/package/packaged.ts";

const ROOT = new URL("../../", import.meta.url);
const resources = await packagedResources();
const ofType = (type: string) => Object.entries(resources).filter(([, { Type }]) => Type === type);
const STATES = [rolloutMachine, retirementMachine, recycleMachine]
  .flatMap(({ states }) => Object.keys(states))
  .map((name) => `${name.charAt(0).toUpperCase()}${name.slice(1)}LambdaFunction`);

const metricOf = z.object({
  Namespace: z.string(),
  MetricName: z.string(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: z.unknown() })).default([]),
});
type Metric = z.infer<typeof metricOf>;
const severalOf = z
  .array(
    z.object({ Expression: z.string().optional(), MetricStat: z.object({ Metric: metricOf }).optional() }),
  )
  .default([]);

const alarms = ofType("AWS::CloudWatch::Alarm").map(([name, { Properties }]) => {
  const entries = severalOf.parse(Properties["Metrics"]);
  const read = entries.flatMap(({ MetricStat }) => MetricStat?.Metric ?? []);
  const metrics = entries.length > 0 ? read : [metricOf.parse(Properties)];
  return { name, article: name.replace(/\d+$/, ""), Properties, entries, metrics };
});
const [, quiet] = ofType("AWS::CloudWatch::CompositeAlarm")[0] ?? [];

/** The articles of the runbook on alarms, by name. */
const runbook = readFileSync(new URL("docs/runbook.md", ROOT), "utf8");
const [, section = ""] = /^## Alarms$(.*?)^## /ms.exec(runbook) ?? [];
const articles = new Map(
  section
    .split(/^### /m)
    .slice(1)
    .map((text) => [text.slice(0, text.indexOf("\n")), text] as const),
);

/** Every file of what is deployed, as text: what emits. */
function sourcesIn(folder: string): string {
  return readdirSync(new URL(folder, ROOT), { withFileTypes: true })
    .filter(({ name }) => name !== "metric-catalogue.ts")
    .map((entry) =>
      entry.isDirectory()
        ? sourcesIn(`${folder}${entry.name}/`)
        : readFileSync(new URL(`${folder}${entry.name}`, ROOT), "utf8"),
    )
    .join("\n");
}

describe("the alarms", () => {
  it("are told somewhere, each, and have each an article with what to look at and what to do", () => {
    const names = new Set(alarms.map(({ article }) => article));
    expect([...articles.keys()].sort()).toEqual([...names, "QuietAlarm"].sort());
    for (const { Properties } of alarms) expect(Properties["AlarmActions"]).toEqual([{ Ref: "AlarmTopic" }]);
    for (const [name, text] of articles)
      for (const part of ["Description", "Investigation", "Resolution"])
        expect([name, text.includes(`**${part}.**`)]).toEqual([name, true]);
  });

  it("name each in their description the command to begin with", () => {
    const commands = readFileSync(new URL("cli/commands.ts", ROOT), "utf8");
    for (const { name, Properties } of alarms) {
      const [, command = "none"] = /`moult ([a-z-]+)/.exec(String(Properties["AlarmDescription"])) ?? [];
      expect([name, commands.includes(command)]).toEqual([name, true]);
    }
  });

  it("are all in the one that is OK when nothing rings, and on the dashboard", () => {
    const names = alarms.map(({ name }) => name).sort();
    expect([...new Set(referencesIn(quiet?.Properties["AlarmRule"]))].sort()).toEqual(names);
    const [, dashboard] = ofType("AWS::CloudWatch::Dashboard")[0] ?? [];
    const shown = referencesIn(dashboard?.Properties["DashboardBody"]).filter((each) =>
      each.includes("Alarm"),
    );
    expect([...new Set(shown)].sort()).toEqual(names);
  });

  it("sum none more than the ten metrics that one can hold, and the errors of every step ring", () => {
    expect(alarms.filter(({ entries }) => entries.length > 10).map(({ name }) => name)).toEqual([]);
    const steps = alarms.filter(({ article }) => article === "StepsAlarm");
    expect(referencesIn(steps.map(({ Properties }) => Properties["Metrics"])).sort()).toEqual(
      [...STATES].sort(),
    );
  });

  it("ring when a scan is missing, and take no news for none", () => {
    const missing = alarms.find(({ name }) => name === "ScanMissingAlarm")?.Properties;
    expect(missing).toMatchObject({ Period: 2700, TreatMissingData: "breaching", Threshold: 1 });
  });
});

const isOwn = ({ Namespace }: Metric): boolean => Namespace === "moult";

describe("the metrics", () => {
  it("that alarms read are emitted, with just these dimensions", () => {
    const own = alarms.flatMap(({ metrics }) => metrics.filter(isOwn));
    expect(own.length).toBeGreaterThan(15);
    for (const { MetricName, Dimensions } of own) {
      const { by } = metricCatalogue[MetricName as MetricName] ?? { by: { outcome: [] } };
      expect([MetricName, Dimensions.map(({ Name }) => Name).sort()]).toEqual([
        MetricName,
        ["service", ...Object.keys(by)].sort(),
      ]);
      for (const { Name, Value } of Dimensions)
        expect(Name === "service" ? ["moult-dev"] : by[Name as keyof typeof by]).toContain(Value);
    }
    // Of other names AWS itself is the source.
    const foreign = alarms.flatMap(({ metrics }) => metrics.filter((each) => !isOwn(each)));
    expect(new Set(foreign.map(({ Namespace }) => Namespace))).toEqual(
      new Set(["AWS/States", "AWS/Lambda", "AWS/SQS", "AWS/DynamoDB"]),
    );
  });

  it("of the catalogue are emitted by something that is deployed, each, and shown", () => {
    const source = sourcesIn("src/");
    const emitted = Object.keys(metricCatalogue).filter((name) => !new RegExp(`\\b${name}\\b`).test(source));
    expect(emitted).toEqual([]);
    const dashboard = JSON.stringify(ofType("AWS::CloudWatch::Dashboard")[0]);
    // Those of the scan's own life and of freezes that last have alarms of their own.
    const unseen = Object.keys(metricCatalogue).filter((name) => !dashboard.includes(name));
    expect(unseen).toEqual([
      "ScanHeartbeat",
      "FleetsFrozenOver24h",
      "RunsWaitingTooLong",
      "ApprovalsNearDeadline",
    ]);
  });

  it("cost what the page says", () => {
    const sets = Object.values(metricCatalogue).map(({ by }) =>
      Object.values(by).reduce((product, values) => product * values.length, 1),
    );
    const sum = sets.reduce((all, each) => all + each, 0);
    const page = readFileSync(new URL("docs/deploy.md", ROOT), "utf8");
    expect(page).toContain(`${sum} metrics at most, $${(sum * 0.3).toFixed(2)} a month`);
    const read = alarms.reduce((all, { metrics }) => all + metrics.length, 0);
    expect(page).toContain(
      `${alarms.length} alarms over ${read} metrics at $0.10 each, $${(read * 0.1).toFixed(2)}`,
    );
  });
});

describe("the dashboard", () => {
  const [, dashboard] = ofType("AWS::CloudWatch::Dashboard")[0] ?? [];
  const subbed = z.object({ "Fn::Sub": z.string() });
  const body = z
    .object({
      widgets: z.array(
        z.object({
          type: z.string(),
          x: z.number(),
          y: z.number(),
          width: z.number(),
          height: z.number(),
          properties: z.looseObject({
            title: z.string().optional(),
            metrics: z.array(z.unknown()).optional(),
          }),
        }),
      ),
    })
    .parse(JSON.parse(subbed.parse(dashboard?.Properties["DashboardBody"])["Fn::Sub"]));

  it("has Region and stage in its name, since names are the account's", () => {
    expect(dashboard?.Properties["DashboardName"]).toEqual({ "Fn::Sub": "moult-dev-${AWS::Region}" });
  });

  it("begins with how to read it, then what rings, then what there is now", () => {
    const titles = body.widgets.map(({ type, properties }) => properties.title ?? type);
    expect(titles.slice(0, 3)).toEqual(["text", "Alarms, those that ring first", "Fleets now"]);
    for (const { x, width } of body.widgets) expect(x + width).toBeLessThanOrEqual(24);
    const places = body.widgets.map(({ x, y }) => `${x} ${y}`);
    expect(new Set(places).size).toBe(places.length);
  });

  it("shows how executions of every machine ended", () => {
    const shown = referencesIn(dashboard?.Properties["DashboardBody"]);
    for (const [machine] of ofType("AWS::StepFunctions::StateMachine")) expect(shown).toContain(machine);
  });

  it("stays within what CloudWatch draws", () => {
    const metrics = body.widgets.map(({ properties }) => properties.metrics?.length ?? 0);
    expect(Math.max(...metrics)).toBeLessThanOrEqual(500);
    expect(metrics.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(2500);
    expect(body.widgets.length).toBeLessThanOrEqual(500);
  });
});
