const { readFileSync } = require("node:fs");
const path = require("node:path");
const { parse } = require("yaml");

/**
 * @typedef {{ Type: string, Resource?: { "Fn::GetAtt"?: [string, "Arn"] } }} State
 * @typedef {{ States: Record<string, State> }} Machine
 */

/**
 * The functions of a machine's Tasks, as CloudFormation's logical ids, in the order of the machine.
 * @param {string} machine
 */
function logicalIds(machine) {
  const file = path.join(__dirname, `../statemachines/${machine}.asl.yml`);
  const { States } = /** @type {Machine} */ (parse(readFileSync(file, "utf8")));
  return Object.values(States).flatMap(({ Type, Resource }) => {
    // A bell is hung up by the function of its state, which is named there.
    const named = Resource?.["Fn::GetAtt"];
    if (Type !== "Task" || named === undefined) return [];
    const [name] = named;
    return [`${name.charAt(0).toUpperCase()}${name.slice(1)}LambdaFunction`];
  });
}

const rollout = logicalIds("rollout");
const retirement = logicalIds("retirement");
const recycle = logicalIds("recycle");

/**
 * What a machine may invoke.
 * @param {string[]} ids
 */
const arnsOf = (ids) => ids.map((id) => ({ "Fn::GetAtt": [id, "Arn"] }));

module.exports = {
  arns: arnsOf(rollout),
  retirementArns: arnsOf(retirement),
  recycleArns: arnsOf(recycle),
  scanArns: arnsOf(logicalIds("scan")),
  stepFunctions: [...rollout, ...retirement, ...recycle],
};
