import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { billOf } from "../../scripts/bill-of-materials.ts";
import { bundledPackages, notices } from "../../scripts/notices.ts";
import { textOf } from "../rules/tree.ts";

const ROOT = new URL("../../", import.meta.url);
const packages = bundledPackages(ROOT);
const names = new Set(packages.map(({ name, version }) => `${name}@${version}`));

test("every package that may be bundled may be passed on, and its licence is", () => {
  const text = notices(ROOT, packages);
  for (const name of ["zod", "yaml", "@aws-sdk/core", "@middy/core"])
    expect(text).toMatch(new RegExp(`^${name} \\d`, "m"));
  expect(text).toContain("Permission is hereby granted, free of charge");
  expect(text).not.toMatch(/^(vitest|serverless|esbuild) \d/m);
});

test("a package whose licence asks for more is not bundled unasked", () => {
  const strange = [
    { path: "node_modules/a", name: "a", version: "1.0.0", license: "AGPL-3.0" },
    { path: "node_modules/b", name: "b", version: "1.0.0", license: "" },
  ];
  expect(() => notices(ROOT, [...packages, ...strange])).toThrow(
    "may these be bundled? node_modules/a (AGPL-3.0), node_modules/b (no licence)",
  );
});

test("the bill of materials has each of them, and nothing that only builds or tests", () => {
  const all = execFileSync("npm", ["sbom", "--package-lock-only", "--sbom-format=cyclonedx"], {
    cwd: ROOT,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const { components, dependencies } = billOf(all, names);
  expect(components).toHaveLength(names.size);
  expect(components.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["zod", "yaml", "@aws-sdk/core"]),
  );
  expect(components.map(({ name }) => name)).not.toContain("vitest");
  const known = new Set(dependencies.map(({ ref }) => ref));
  expect(dependencies.flatMap(({ dependsOn = [] }) => dependsOn).filter((ref) => !known.has(ref))).toEqual(
    [],
  );
});

test("packaging writes both beside the bundles", () => {
  const { scripts } = JSON.parse(textOf("package.json")) as { scripts: Record<string, string> };
  expect(scripts["package"]).toBe("serverless package --stage dev && node scripts/describe-package.ts");
});

test("no package runs a script when it is installed, but the one that is named", () => {
  expect(textOf(".npmrc").split("\n")).toContain("ignore-scripts=true");
  const setup = textOf("scripts/setup.mjs");
  expect(setup).toContain('"ci", "--ignore-scripts"');
  expect(setup.match(/"rebuild"[^\]]*/g)).toEqual(['"rebuild", "esbuild", "--ignore-scripts=false"']);
});

interface Workflow {
  readonly jobs: Record<
    string,
    { readonly steps: readonly { readonly run?: string; readonly uses?: string }[] }
  >;
}
const runsOf = (path: string): string =>
  Object.values((parse(textOf(path)) as Workflow).jobs)
    .flatMap(({ steps }) => steps.map(({ run = "", uses = "" }) => `${uses} ${run}`))
    .join("\n");

test("known weaknesses and forged packages end the workflow", () => {
  const runs = runsOf(".github/workflows/ci.yml");
  expect(runs).toContain("npm audit --omit=dev --audit-level=high");
  expect(runs).toContain("npm audit signatures");
  expect(runs).toContain("npm ci --ignore-scripts");
});

test("a release has checksums, and where it comes from is attested", () => {
  const runs = runsOf(".github/workflows/release.yml");
  expect(runs).toContain("sha256sum");
  expect(runs).toContain("actions/attest-build-provenance@");
});
