const { resolve4 } = require("node:dns/promises");

/**
 * What the plugin reads of the framework.
 * @typedef {{ getStage: () => string, getRegion: () => string }} Provider
 * @typedef {{
 *   getProvider: (name: "aws") => Provider,
 *   service: { service: string, getAllFunctions: () => string[], custom?: { atOnce?: unknown } },
 *   classes: { Error: new (message: string, code: string) => Error },
 * }} Serverless
 */

/** What the stack is made of and what its functions call, by the name that endpoints have. */
const SERVICES = [
  "autoscaling",
  "dynamodb",
  "ec2",
  "elasticloadbalancing",
  "events",
  "lambda",
  "logs",
  "monitoring",
  "sns",
  "sqs",
  "ssm",
  "states",
];

/** IAM's limit for the name of a role. */
const LONGEST_ROLE = 64;

/** A plugin of the deployment. Says in one sentence what AWS, or a plugin, would say late or in many. */
class CheckPlace {
  static stageFault = stageFault;
  static regionFault = regionFault;
  static atOnceFault = atOnceFault;

  /** @param {Serverless} serverless */
  constructor(serverless) {
    const provider = () => serverless.getProvider("aws");
    /** @param {string | undefined} fault */
    const refuse = (fault) => {
      if (fault !== undefined) throw new serverless.classes.Error(fault, "PLACE");
    };
    this.hooks = {
      initialize: () => {
        const { service, getAllFunctions } = serverless.service;
        const names = getAllFunctions.call(serverless.service);
        refuse(atOnceFault(serverless.service.custom?.atOnce));
        refuse(stageFault(provider().getStage(), provider().getRegion(), { service, names }));
      },
      "before:deploy:deploy": async () => {
        // Of an emulator no name is to be resolved.
        if (process.env["AWS_ENDPOINT_URL"] === undefined)
          refuse(await regionFault(provider().getRegion(), resolve4));
      },
    };
  }
}

/**
 * Why so many rollouts cannot be open at once in the account; undefined: they can.
 * @param {unknown} atOnce
 */
function atOnceFault(atOnce) {
  const isPlain = typeof atOnce === "string" || typeof atOnce === "number";
  const text = isPlain ? String(atOnce) : JSON.stringify(atOnce ?? "");
  if (atOnce == null || text === "" || (isPlain && /^[1-9]\d{0,3}$/.test(text))) return undefined;
  return `custom.atOnce is ${text}: write a whole number of rollouts from 1 to 9999, or "" for any number`;
}

/**
 * Why a stage cannot be called so; undefined: it can.
 * @param {string} stage
 * @param {string} region
 * @param {{ service: string, names: string[] }} of
 */
function stageFault(stage, region, { service, names }) {
  if (!/^[a-zA-Z0-9-]+$/.test(stage))
    return `the stage ${stage} has characters that CloudFormation does not take in a name: use letters, digits and hyphens`;
  const longest = names.reduce((most, name) => (name.length > most.length ? name : most), "");
  const role = `${service}-${stage}-${longest}-${region}`;
  const over = role.length - LONGEST_ROLE;
  if (over <= 0) return undefined;
  return `the stage ${stage} is too long by ${over}: the role ${role} would have ${role.length} characters, and IAM takes ${LONGEST_ROLE}; in ${region} a stage has at most ${stage.length - over}`;
}

/**
 * Why a Region will not do; undefined: it will. `resolve` answers the addresses of a name, and rejects with ENOTFOUND where it has none.
 * @param {string} region
 * @param {(name: string) => Promise<unknown>} resolve
 */
async function regionFault(region, resolve) {
  const suffix = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  /** @type {(service: string) => Promise<boolean>} */
  const isMissing = (service) =>
    resolve(`${service}.${region}.${suffix}`).then(
      () => false,
      (error) => error.code === "ENOTFOUND",
    );
  const missing = (
    await Promise.all(SERVICES.map(async (name) => ((await isMissing(name)) ? [name] : [])))
  ).flat();
  if (missing.length === 0) return undefined;
  if (missing.length === SERVICES.length)
    return `${region} is no Region of AWS, or this machine finds none of its names: correct --region`;
  return `the Region ${region} has no ${missing.join(", ")}, which moult needs: deploy to another`;
}

module.exports = CheckPlace;
