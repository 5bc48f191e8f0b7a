const { existsSync, readdirSync } = require("node:fs");
const path = require("node:path");
const { alarmIds } = require("./alarm-ids.cjs");
const widgets = require("./dashboard-widgets.cjs");

/** The deployment, as its metrics and its functions are called; the dashboard's variable puts another one in its place. */
const SERVICE = "${self:service}-${self:provider.stage}";

const folder = path.join(__dirname, "../functions");
const functions = readdirSync(folder)
  .filter((name) => existsSync(path.join(folder, name, "function.yml")))
  .sort()
  .map((name) => `${SERVICE}-${name}`);

/** From top to bottom: how to read it, what is wrong, what moves, what happened, and what it runs on. */
const body = {
  // Another deployment of this account and Region is shown by its name.
  variables: [
    {
      type: "pattern",
      pattern: SERVICE,
      inputType: "input",
      id: "deployment",
      label: "service-stage",
      defaultValue: SERVICE,
      visible: true,
    },
  ],
  widgets: widgets.inRows([
    [widgets.howToRead()],
    [widgets.alarmStatus(alarmIds)],
    [widgets.numbersNow(SERVICE)],
    [widgets.outcomesPerDay(SERVICE), widgets.durations(SERVICE)],
    [widgets.gateWaits(SERVICE), widgets.rollbacksByGate(SERVICE), widgets.replaced(SERVICE)],
    [widgets.findings(SERVICE), widgets.oldestFinding(SERVICE), widgets.startRate(SERVICE)],
    [widgets.lastSentences(functions)],
    [widgets.functionErrors(functions), widgets.functionDurations(functions)],
    [
      widgets.machines(["Rollout", "Retirement", "Recycle", "Scan"]),
      widgets.deadLetters(),
      widgets.awsCalls(SERVICE),
    ],
  ]),
};

/** Dashboards are named once for all Regions of an account (aws-facts 9.5). */
const Resources = {
  Dashboard: {
    Type: "AWS::CloudWatch::Dashboard",
    Properties: {
      DashboardName: { "Fn::Sub": `${SERVICE}-\${AWS::Region}` },
      DashboardBody: { "Fn::Sub": JSON.stringify(body) },
    },
  },
};

module.exports = { Resources };
