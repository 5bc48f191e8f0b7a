import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import * as z from "zod";

const ROOT = new URL("../../../", import.meta.url).pathname;

const template = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Properties: z.record(z.string(), z.unknown()).default({}),
      DeletionPolicy: z.string().optional(),
      UpdateReplacePolicy: z.string().optional(),
      DependsOn: z.union([z.string().transform((name) => [name]), z.array(z.string())]).default([]),
    }),
  ),
});
export type Resources = z.infer<typeof template>["Resources"];

let packaged: Promise<Resources> | undefined;

/** What would be deployed, packaged as a stranger would: with no credentials, no configuration and no region. Once a process. */
export const packagedResources = (): Promise<Resources> => (packaged ??= packageAll());

async function packageAll(): Promise<Resources> {
  const folder = await mkdtemp(join(tmpdir(), "moult-package-"));
  try {
    const command = join(ROOT, "node_modules/.bin/serverless");
    const env = { PATH: `${join(ROOT, "node_modules/.bin")}:/usr/bin:/bin`, HOME: folder };
    await promisify(execFile)(command, ["package", "--package", folder], { cwd: ROOT, env });
    const text = await readFile(join(folder, "cloudformation-template-update-stack.json"), "utf8");
    return template.parse(JSON.parse(text)).Resources;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The resources that a value refers to, by Ref, Fn::GetAtt and Fn::Sub; AWS's own (`AWS::Region`) left out. */
export function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === "Ref" && typeof inner === "string") return inner.startsWith("AWS::") ? [] : [inner];
    if (key === "Fn::GetAtt" && Array.isArray(inner)) return [String(inner[0])];
    if (key !== "Fn::Sub") return referencesIn(inner);
    const [text, variables]: unknown[] = Array.isArray(inner) ? inner : [inner, {}];
    const own = Object.keys(typeof variables === "object" && variables !== null ? variables : {});
    const named = [...String(text).matchAll(/\$\{([A-Za-z0-9]+)(?:\.\w+)?\}/g)].map(([, name]) => name ?? "");
    return [...named.filter((name) => !own.includes(name)), ...referencesIn(variables)];
  });
}
