import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "@cdktn/hcl2json";
import { expect, onTestFinished, test } from "vitest";
import * as z from "zod";
import { readImageEvent } from "../../src/detect/image-published/read-image-event.ts";
import { rulesFor } from "../support/events/deployed-rules.ts";
import { isInstalled } from "../support/foreign/installed.ts";

const PACKER = fileURLToPath(new URL("../../examples/packer/", import.meta.url));
const text = readFileSync(join(PACKER, "web.pkr.hcl"), "utf8");

const template = z.object({
  source: z.record(z.string(), z.record(z.string(), z.unknown())),
  build: z.tuple([
    z.object({
      sources: z.array(z.string()),
      "post-processor": z.object({
        manifest: z.tuple([z.object({ output: z.string() })]),
        "shell-local": z.tuple([z.object({ script: z.string(), environment_vars: z.array(z.string()) })]),
      }),
    }),
  ]),
});

test("the template is HCL, builds what it declares, and ends with a script that is there and reads its manifest", async () => {
  const { source, build } = template.parse(await parse("web.pkr.hcl", text));
  const [{ sources, "post-processor": after }] = build;
  const declared = Object.entries(source).flatMap(([type, of]) =>
    Object.keys(of).map((name) => `source.${type}.${name}`),
  );
  expect(sources).toEqual(declared);
  const [{ script, environment_vars }] = after["shell-local"];
  expect(existsSync(join(PACKER, script))).toBe(true);
  const shell = readFileSync(join(PACKER, script), "utf8");
  expect(shell).toContain(` ${after.manifest[0].output})`);
  for (const variable of environment_vars) expect(shell).toContain(`\${${variable.split("=")[0]}:-}`);
  await expect(parse("web.pkr.hcl", text.replace("build {", "build ="))).rejects.toThrow("web.pkr.hcl");
});

const IMAGE = "ami-0123456789abcdef0";
/** As Packer writes it: the build of before is in it, too. */
const MANIFEST = {
  builds: [
    { packer_run_uuid: "before", artifact_id: "eu-central-1:ami-0fedcba9876543210" },
    { packer_run_uuid: "this", artifact_id: `eu-central-1:${IMAGE},us-east-1:ami-0aaaaaaaaaaaaaaaa` },
  ],
  last_run_uuid: "this",
};

/** What the script asks of `aws`, and how it ends. */
function publish(env: Record<string, string>, failed = "0"): { code: number; asked: string[] } {
  const folder = mkdtempSync(join(tmpdir(), "moult-packer-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(join(PACKER, "publish.sh"), join(folder, "publish.sh"));
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(MANIFEST));
  writeFileSync(join(folder, "aws"), `#!/bin/sh\nprintf '%s\\n' "$@" > asked\necho ${failed}\n`);
  chmodSync(join(folder, "aws"), 0o755);
  const options = {
    cwd: folder,
    env: { PATH: `${folder}:${process.env["PATH"]}`, ...env },
    stdio: "ignore",
  } as const;
  let code = 0;
  try {
    execFileSync(join(folder, "publish.sh"), options);
  } catch (error) {
    code = z.object({ status: z.number() }).parse(error).status;
  }
  return { code, asked: readFileSync(join(folder, "asked"), "utf8").trim().split("\n") };
}

const hasJq = isInstalled("jq", ["jq", "--version"]);

test.skipIf(!hasJq)("with a channel it writes the image that was built last", () => {
  expect(publish({ CHANNEL: "/images/web", FLEET: "web" })).toEqual({
    code: 0,
    asked: [
      ["ssm", "put-parameter", "--region", "eu-central-1", "--name", "/images/web", "--type", "String"],
      ["--data-type", "aws:ec2:image", "--overwrite", "--value", IMAGE],
    ].flat(),
  });
});

test.skipIf(!hasJq).each([
  ["web", "web"],
  ["", null],
])("without a channel its event is one that moult's reader and rule take (fleet %s)", (given, fleet) => {
  const { code, asked } = publish({ FLEET: given });
  expect([code, asked.slice(0, 2)]).toEqual([0, ["events", "put-events"]]);
  const [entry] = z
    .tuple([z.strictObject({ Source: z.string(), DetailType: z.string(), Detail: z.string() })])
    .parse(JSON.parse(asked[asked.indexOf("--entries") + 1] ?? ""));
  // As EventBridge delivers it.
  const delivered = { version: "0", id: "00000000-0000-4000-8000-000000000001", account: "123456789012" };
  const event = {
    ...delivered,
    region: "eu-central-1",
    time: "2026-11-20T10:00:00Z",
    resources: [],
    source: entry.Source,
    "detail-type": entry.DetailType,
    detail: JSON.parse(entry.Detail) as unknown,
  };
  expect(readImageEvent(event)).toMatchObject({
    kind: "claim",
    claim: { subject: { kind: "image", image: IMAGE }, region: "eu-central-1", fleet },
  });
  expect(rulesFor(event)).toEqual(["AmiPublished"]);
});

test.skipIf(!hasJq)("an event that EventBridge did not take ends the build", () => {
  expect(publish({ FLEET: "web" }, "1").code).toBe(1);
});
