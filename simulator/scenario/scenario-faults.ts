import type * as z from "zod";
import { scriptFromTags } from "../services/ec2/instances/server-script.ts";
import { ServiceFault } from "../services/operation.ts";
import type { Scenario } from "./scenario-schema.ts";

/** One thing wrong with a scenario file: where, as `images[0].boot-seconds`, and what. */
interface ScenarioFault {
  readonly path: string;
  readonly message: string;
}

/** All faults of a scenario file at once. */
export class ScenarioError extends Error {
  readonly faults: readonly ScenarioFault[];

  constructor(faults: readonly ScenarioFault[]) {
    super(
      `The scenario has faults:\n${faults.map(({ path, message }) => `  ${path}: ${message}`).join("\n")}`,
    );
    this.name = "ScenarioError";
    this.faults = faults;
  }
}

/** The faults of shape that zod found, with keys as the file spells them. */
export function shapeFaults(error: z.ZodError, file: unknown): ScenarioFault[] {
  return error.issues.map((issue) => {
    const keys = issue.code === "unrecognized_keys" ? issue.keys : [];
    const message =
      keys.length > 0 ? `unknown key ${keys.map((key) => `'${key}'`).join(", ")}` : issue.message;
    return { path: spelled(file, issue.path), message };
  });
}

/** The faults that lie between entries: ids given twice, and references to images that the file does not have. */
export function referenceFaults(scenario: Scenario, file: unknown): ScenarioFault[] {
  const builds = keyAsWritten(file, "imageBuilds");
  const known = new Set(scenario.images.map(({ id }) => id));
  const missing = (path: string, id: unknown): ScenarioFault[] =>
    typeof id !== "string" || known.has(id) || id.startsWith("resolve:ssm:")
      ? []
      : [{ path, message: `there is no image '${id}'` }];
  return [
    ...repeated("images", "id", scenario.images),
    ...repeated("images", "name", scenario.images),
    ...repeated("templates", "id", scenario.templates),
    ...repeated("templates", "name", scenario.templates),
    ...repeated("parameters", "name", scenario.parameters),
    ...scenario.images.flatMap(({ tags }, index) => tagFaults(`images[${index}].tags`, tags)),
    ...scenario.templates.flatMap(({ data }, index) =>
      missing(`templates[${index}].data.ImageId`, data["ImageId"]),
    ),
    ...scenario.parameters.flatMap(({ dataType, value }, index) =>
      dataType === "aws:ec2:image" ? missing(`parameters[${index}].value`, value) : [],
    ),
    ...scenario.imageBuilds.flatMap(({ arn, name }, index) =>
      (arn === undefined) === (name === undefined)
        ? [{ path: `${builds}[${index}]`, message: "give either 'arn' or 'name'" }]
        : [],
    ),
    ...scenario.imageBuilds.flatMap(({ amis }, index) =>
      amis.flatMap((id, place) => missing(`${builds}[${index}].amis[${place}]`, id)),
    ),
  ];
}

function repeated<K extends string>(
  section: string,
  key: K,
  entries: readonly Readonly<Record<K, string>>[],
): ScenarioFault[] {
  const seen = new Set<string>();
  return entries.flatMap(({ [key]: value }, index) => {
    const isRepeated = seen.has(value);
    seen.add(value);
    return isRepeated ? [{ path: `${section}[${index}].${key}`, message: `'${value}' is given twice` }] : [];
  });
}

function tagFaults(path: string, tags: Readonly<Record<string, string>>): ScenarioFault[] {
  return Object.entries(tags).flatMap(([key, value]) => {
    try {
      scriptFromTags([{ key, value }]);
      return [];
    } catch (error) {
      if (error instanceof ServiceFault) return [{ path: `${path}.${key}`, message: error.message }];
      throw error;
    }
  });
}

function spelled(file: unknown, path: readonly PropertyKey[]): string {
  let at = file;
  let text = "";
  for (const step of path) {
    const key = typeof step === "number" ? step : keyAsWritten(at, String(step));
    text += typeof key === "number" ? `[${key}]` : `${text === "" ? "" : "."}${key}`;
    at = isRecord(at) ? (at as Readonly<Record<string | number, unknown>>)[key] : undefined;
  }
  return text === "" ? "(file)" : text;
}

const keyAsWritten = (at: unknown, key: string): string =>
  isRecord(at) ? (Object.keys(at).find((own) => camelCase(own) === key) ?? key) : key;

/** `boot-seconds` as `bootSeconds`. */
export const camelCase = (key: string): string =>
  key.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

const isRecord = (value: unknown): value is object => typeof value === "object" && value !== null;
