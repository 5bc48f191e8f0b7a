const { readdirSync, readFileSync } = require("node:fs");
const path = require("node:path");

/** Alarms are declared at this depth, in files of YAML or of code. */
const ALARM = /^ {2}(\w+Alarm): ?\{?\n {4}Type: "?AWS::CloudWatch::Alarm/gm;
const steps = Object.keys(require("./steps-alarms.cjs").Resources);

/** Logical ids of every alarm that reads a metric, by name. test/package/alarms.test.ts compares them with what is packaged. */
const alarmIds = readdirSync(__dirname)
  .filter((name) => /\.(yml|cjs)$/.test(name))
  .flatMap((name) => {
    const text = readFileSync(path.join(__dirname, name), "utf8");
    return [...text.matchAll(ALARM)].map(([, id]) => String(id));
  })
  .concat(steps)
  .sort();

module.exports = { alarmIds };
