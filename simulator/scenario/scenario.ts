import { parseDocument } from "yaml";
import type { Tag } from "../services/ec2/state.ts";
import { addTemplate } from "../services/ec2/templates/launch-templates.ts";
import { registerBuild } from "../services/imagebuilder/builds.ts";
import { writeParameter } from "../services/ssm/parameters/store.ts";
import type { World } from "../world/world.ts";
import { camelCase, referenceFaults, ScenarioError, shapeFaults } from "./scenario-faults.ts";
import { Scenario } from "./scenario-schema.ts";

/** Below these keys everything is the user's own words: no key is respelled. */
const VERBATIM: readonly string[] = ["tags", "data"];

/**
 * Puts what a scenario file describes into the world, as if it had always been there: no events. Keys may be in kebab
 * or in camel case. Throws a ScenarioError with all faults at once, and then changes nothing. See scenario.example.yml.
 */
export function loadScenario(world: World, yamlText: string): void {
  const scenario = readScenario(yamlText);
  for (const { id, name, architecture, tags, ...script } of scenario.images) {
    world.state.images.set(id, {
      imageId: id,
      owner: { account: world.account, alias: null },
      public: false,
      name,
      architecture,
      state: "available",
      createdAt: world.now(),
      deprecatedAt: null,
      tags: tagList(tags),
      script: givenOnly(script),
    });
  }
  for (const { id, name, tags, data } of scenario.templates) {
    addTemplate(world, { id, name, tags: tagList(tags) }, data);
  }
  for (const { description = null, ...parameter } of scenario.parameters) {
    writeParameter(world, { ...parameter, description, tags: [] });
  }
  for (const { amis, arn, name, pipelineArn } of scenario.imageBuilds) {
    const given = givenOnly({ arn, name, pipelineArn });
    registerBuild(world, { ...given, amis: amis.map((image) => ({ image })) });
  }
}

/** Reads a scenario file and checks it as a whole. */
function readScenario(yamlText: string): Scenario {
  const document = parseDocument(yamlText);
  if (document.errors.length > 0) {
    throw new ScenarioError(document.errors.map(({ message }) => ({ path: "(file)", message })));
  }
  const file: unknown = document.toJS() ?? {};
  const parsed = Scenario.safeParse(inCamelCase(file));
  if (!parsed.success) throw new ScenarioError(shapeFaults(parsed.error, file));
  const faults = referenceFaults(parsed.data, file);
  if (faults.length > 0) throw new ScenarioError(faults);
  return parsed.data;
}

function inCamelCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inCamelCase);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      camelCase(key),
      VERBATIM.includes(key) ? inner : inCamelCase(inner),
    ]),
  );
}

const tagList = (tags: Readonly<Record<string, string>>): Tag[] =>
  Object.entries(tags).map(([key, value]) => ({ key, value }));

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

const givenOnly = <T extends object>(values: T): Given<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Given<T>;
