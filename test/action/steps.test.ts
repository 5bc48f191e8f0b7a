import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type FakeGithub, fakeGithub } from "../support/action/github.ts";
import { type Done, type Job, runStep } from "../support/action/runner.ts";
import { type FirstFleet, firstFleet } from "../support/install/first-fleet.ts";
import { packedArchive, unpackedArchive } from "../support/package/packed-archive.ts";

let fleet: FirstFleet;
let github: FakeGithub;
let job: Job;
let moult: string;

/** A program of the job's machine. */
function program(name: string, lines: string): void {
  const path = join(fleet.folder, "programs", name);
  writeFileSync(path, `#!/bin/sh\n${lines}\n`);
  chmodSync(path, 0o755);
}
const realMoult = (): void => program("moult", `exec node ${moult} "$@"`);

beforeAll(async () => {
  [fleet, github] = [await firstFleet(), await fakeGithub()];
  mkdirSync(join(fleet.folder, "programs"));
  moult = join(await unpackedArchive(), "bin/moult.mjs");
  realMoult();
}, 120_000);
afterAll(async () => {
  github.close();
  await fleet.close();
});
beforeEach(() => {
  const environment = {
    ...fleet.environment,
    PATH: `${join(fleet.folder, "programs")}:${fleet.environment["PATH"]}`,
    GITHUB_API_URL: github.url,
    GITHUB_GRAPHQL_URL: `${github.url}/graphql`,
    GITHUB_REPOSITORY: "acme/servers",
    GITHUB_SHA: "0123abc",
  };
  job = { folder: fleet.folder, environment, event: { pull_request: { number: 7 } } };
});
const step = (given: Record<string, string>): Promise<Done> =>
  runStep(/^moult /, { fleets: "first-run", ...given }, job);

describe("the step of a plan", { timeout: 120_000 }, () => {
  it("writes one comment, and the next run writes it anew; those of others stay", async () => {
    const foreign = {
      databaseId: 1,
      viewerDidAuthor: false,
      body: "<!-- moult: What moult would do -->\nlooks good",
    };
    const other = { databaseId: 2, viewerDidAuthor: true, body: "coverage: 100 %" };
    github.comments.push({ ...foreign }, { ...other });
    const first = await step({ command: "plan" });
    expect([first.code, first.outputs["exit-code"]]).toEqual([0, "0"]);
    expect(first.outputs["comment-url"]).toBe("https://github.com/acme/servers/pull/7#issuecomment-102");
    expect(github.comments[2]?.body).toContain("<b>first-run</b>: nothing to do");
    const declarations = "first-run.yml";
    const { code, outputs, summary } = await step({ command: "plan", image: fleet.green, declarations });
    expect([code, outputs["exit-code"]]).toEqual([0, "2"]);
    expect(github.comments).toMatchObject([foreign, other, { databaseId: 102, body: summary.trimEnd() }]);
    const body = github.comments[2]?.body ?? "";
    expect(body).toMatch(/<b>declarations<\/b>: good.*first-run\.yml: fleet first-run is good/s);
    expect(body).toMatch(/<b>first-run<\/b>: changes.*2 servers of generation 1.*CreateAutoScalingGroup/s);
    expect(body).toContain("As of 0123abc");
  });

  it("has a comment for each title", async () => {
    await step({ command: "plan", title: "Staging -->" });
    expect(github.comments.at(-1)?.body).toMatch(/^<!-- moult: Staging {2}-->\n\n### Staging/);
  });

  it("fails where the comment cannot be written, and says what the job lacks; the summary has the plan", async () => {
    github.isReadOnly = true;
    const { code, log, summary } = await step({ command: "plan" });
    github.isReadOnly = false;
    expect(code).toBe(1);
    expect(log).toContain("GitHub answers 403");
    expect(log).toContain("permissions: { pull-requests: write }");
    expect(summary).toContain("nothing to do");
  });

  it("needs no pull request", async () => {
    job = { ...job, event: { ref: "refs/heads/main" } };
    const { code, outputs, summary } = await step({ command: "plan" });
    expect([code, outputs["comment-url"], summary.includes("nothing to do")]).toEqual([0, undefined, true]);
  });

  it("fails for a fleet that is not there, with moult's words in the comment", async () => {
    const { code, log } = await step({ command: "plan", fleets: "first-run wbe" });
    expect(code).toBe(1);
    expect(log).toContain("::error title=moult::moult ended with 1");
    expect(github.comments[2]?.body).toMatch(/<b>wbe<\/b>: failed.*no fleet is named wbe/s);
  });

  it("takes the stack that an input names", async () => {
    const { code, log } = await step({ command: "plan", table: "moult-prod" });
    expect([code, log]).toEqual([1, expect.stringContaining("moult-prod")]);
  });
});

describe("the step of a start", { timeout: 120_000 }, () => {
  it("ends well where there is nothing to do", async () => {
    const { code, outputs, log } = await step({ command: "start", declarations: "first-run.yml" });
    expect([code, outputs]).toEqual([0, { "exit-code": "0" }]);
    expect(log).toMatch(/first-run: unchanged.*nothing-to-do/s);
  });

  it("begins nothing where a declaration is refused", async () => {
    writeFileSync(join(fleet.folder, "bad.yml"), "fleet: first-run\n");
    const { code, log } = await step({ command: "start", declarations: "first-run.yml\nbad.yml" });
    expect(code).toBe(1);
    expect(log).not.toContain("nothing-to-do");
  });

  it("hands its run on to the ledger as the reason", async () => {
    await step({ command: "start" });
    const { out } = await fleet.moult(["history", "first-run"]);
    expect(out).toContain("server_url/repository/actions/runs/run_id");
  });

  it("fails where it is refused, unless that is accepted", async () => {
    await fleet.moult(["freeze", "first-run", "--reason", "release day"]);
    const refused = await step({ command: "start" });
    const accepted = await step({ command: "start", accept: "5" });
    await fleet.moult(["unfreeze", "first-run", "--confirm", "first-run"]);
    expect([refused.code, refused.outputs["exit-code"], accepted.code]).toEqual([1, "5", 0]);
  });

  it("waits for the rollout that runs already, and ends as that does", async () => {
    program(
      "moult",
      'case "$*" in "rollout start"*) ;; *--json) echo \'{"rollout":{"endedAt":null}}\';; *) exit 3;; esac',
    );
    const { code, outputs } = await step({ command: "start" });
    realMoult();
    expect([code, outputs["exit-code"]]).toEqual([1, "3"]);
  });

  it("is not blamed for the end of a rollout of before", async () => {
    program(
      "moult",
      'case "$*" in *--json) echo \'{"rollout":{"endedAt":1}}\'; exit 3;; *--watch*) exit 9;; esac',
    );
    const { code } = await step({ command: "start" });
    realMoult();
    expect(code).toBe(0);
  });

  it("goes on to no fleet after one that failed", async () => {
    program("moult", `echo "$@" >> ${fleet.folder}/asked; exit 3`);
    const { outputs } = await step({ command: "start", fleets: "web\napi", timeout: "90m" });
    realMoult();
    const reason = "server_url/repository/actions/runs/run_id";
    const asked = `rollout start web --confirm web --reason ${reason} --timeout 90m\n`;
    expect([outputs["exit-code"], readFileSync(join(fleet.folder, "asked"), "utf8")]).toEqual(["3", asked]);
  });
});

it("tells every fault of its inputs at once, and runs nothing", async () => {
  const { code, log } = await step({ command: "apply", fleets: "Web $(id)", accept: "all" });
  expect(code).toBe(1);
  expect(log).toBe(
    '::error title=moult::command is "apply": give plan or start%0Afleets: Web is no name of a fleet%0Afleets: $(id) is no name of a fleet%0Aaccept: all is no exit code, such as 5\n',
  );
});

describe("the step that installs", { timeout: 120_000 }, () => {
  it("takes the archive of the release, once its attestation is verified", async () => {
    const archive = await packedArchive();
    const log = join(fleet.folder, "gh.log");
    program("gh", `echo "$GH_TOKEN: $*" >> ${log}\nif [ "$1" = release ]; then cp ${archive} "$9"; fi`);
    const { code, path, log: said } = await runStep(/^Install/, {}, job);
    expect([code, said]).toEqual([0, expect.stringMatching(/moult \d+\.\d+\.\d+ /)]);
    expect(readFileSync(log, "utf8")).toMatch(
      /^job-token: release download v(\d+\.\d+\.\d+) --repo moult\/moult --pattern moult-\1\.tgz --dir .*\njob-token: attestation verify .*moult-\1\.tgz --repo moult\/moult\n$/,
    );
    expect(path).toMatch(/moult\/bin$/);
  });

  it("installs nothing whose attestation is not verified", async () => {
    const archive = await packedArchive();
    program("gh", `if [ "$1" = release ]; then cp ${archive} "$9"; else exit 1; fi`);
    const { code, path } = await runStep(/^Install/, {}, job);
    expect([code, path]).toEqual([1, ""]);
  });

  it("takes an archive of yours as it is", async () => {
    program("gh", "exit 1");
    const { code } = await runStep(/^Install/, { archive: await packedArchive() }, job);
    expect(code).toBe(0);
  });
});
