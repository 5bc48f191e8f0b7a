import { describe, expect, test } from "vitest";
import { askId } from "../../../src/domain/approval/ask-id.ts";
import { NOTHING_WANTED } from "../../../src/domain/decide/wanted.ts";
import type { FleetDeclaration } from "../../../src/domain/declaration/fleet.ts";
import { readApprovals } from "../../../src/ledger/asked/approvals.ts";
import { listEntries } from "../../../src/ledger/entries.ts";
import { readExcept } from "../../../src/ledger/except.ts";
import { declareFleet } from "../../../src/ledger/fleets.ts";
import { writeGeneration } from "../../../src/ledger/generations.ts";
import { changeWanted } from "../../../src/ledger/wanted.ts";
import { commandLine, DECLARATION, NOON } from "../../support/cli/command-line.ts";
import { generation } from "../../support/cli/records.ts";

const IMAGE = "ami-0123456789abcdef0";
const ADA = "arn:aws:iam::123456789012:user/ada";
const ID = askId({ key: `launch ${IMAGE} ${DECLARATION.template} 3` });
const WHAT = `image ${IMAGE} (template version 3)`;

/** A fleet whose new image waits for its approval. */
async function waiting(
  approval: Partial<NonNullable<FleetDeclaration["approval"]>> = {},
  parts: Parameters<typeof commandLine>[0] = {},
) {
  const line = commandLine(parts);
  const { ledger } = line.plane;
  const declaration = {
    ...DECLARATION,
    approval: { before: "launch" as const, deadline: "7d", ...approval },
  };
  await declareFleet(ledger, { declaration, by: "ada@laptop", now: NOON }, "absent");
  await writeGeneration(ledger, generation({ number: 1, state: "live" }), "absent");
  const source = `channel ${"channel" in DECLARATION.image ? DECLARATION.image.channel : ""}`;
  await changeWanted(ledger, "web", () => ({
    ...NOTHING_WANTED,
    named: { image: IMAGE, madeAt: null, source, by: "the sweep read it", evidence: {}, at: NOON },
    template: { id: DECLARATION.template, version: 3, at: NOON },
  }));
  return { ...line, ledger };
}

describe("moult rollout approve", () => {
  test("says yes to what waits, by the name that AWS knows, once", async () => {
    const { moult, ledger } = await waiting();
    expect(await moult(["rollout", "approve", "web", "--reason", "tried it"])).toEqual({
      code: 0,
      out: `web: ${WHAT} is approved: the next sweep begins it, and moult rollout start web does so now\n`,
      err: "",
    });
    expect(await readApprovals(ledger, "web")).toMatchObject([
      {
        answer: {
          verdict: "approved",
          by: ADA,
          proof: "caller-identity",
          reason: "tried it",
          isRecorded: true,
        },
      },
    ]);
    expect(await moult("rollout approve web")).toEqual({
      code: 0,
      out: `web: ${WHAT} was approved already; nothing was changed\n`,
      err: "",
    });
    expect(await moult("rollout reject web")).toEqual({
      code: 1,
      out: "",
      err: `moult: ${WHAT} was approved already, by ${ADA} on 2026-11-21 12:00:00Z: tried it; nothing was changed\n`,
    });
    const said = (await listEntries(ledger, "web")).filter(({ action }) => action === "approve");
    expect(said).toMatchObject([{ actor: ADA, reason: "tried it", subject: IMAGE }]);
  });

  test("as JSON has what was asked about, and the answer", async () => {
    const { moult } = await waiting();
    expect(JSON.parse((await moult("rollout approve web --json")).out)).toMatchObject({
      fleet: "web",
      changed: true,
      kind: "launch",
      image: IMAGE,
      rollout: null,
      answer: { verdict: "approved", by: ADA },
    });
  });

  test("names who runs the command, unproved, where AWS does not say whose credentials they are", async () => {
    const { moult, ledger } = await waiting({}, { identity: new Error("no credentials") });
    expect(await moult("rollout approve web")).toMatchObject({ code: 0 });
    expect(await readApprovals(ledger, "web")).toMatchObject([
      { answer: { by: "ada@laptop", proof: "none", reason: "approved by ada@laptop" } },
    ]);
  });

  test.each([
    [{ approvers: ["arn:aws:iam::123456789012:role/release"] }, {}, `${ADA} is none of approval.approvers`],
    [
      { approvers: [ADA] },
      { identity: new Error("no credentials") },
      "nobody proved that ada@laptop is one of approval.approvers",
    ],
  ])("by somebody who may not answer changes nothing", async (approval, parts, why) => {
    const { moult, ledger } = await waiting(approval, parts);
    const { code, err } = await moult("rollout approve web");
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining(why) });
    expect(err).toContain("nothing was changed");
    expect(await readApprovals(ledger, "web")).toMatchObject([{ answer: null }]);
  });

  test("of another image than the one that waits changes nothing", async () => {
    const { moult, ledger } = await waiting();
    expect(await moult("rollout approve web --image ami-0aaaaaaaaaaaaaaa0")).toMatchObject({
      code: 1,
      err: `moult: what waits on web is ${WHAT}, not ami-0aaaaaaaaaaaaaaa0; nothing was changed\n`,
    });
    expect(await readApprovals(ledger, "web")).toMatchObject([{ answer: null }]);
  });

  test("that was typed from a hint of another template version says yes to nothing", async () => {
    const { moult, ledger } = await waiting();
    const hint = async () => {
      const { out } = await moult("rollout status web --json");
      const { actions } = (
        JSON.parse(out) as { explanation: { actions: { act: string; command: string }[] } }
      ).explanation;
      return (
        actions
          .find(({ act }) => act === "approve")
          ?.command.replace("moult ", "")
          .replace(" <text>", " ok") ?? ""
      );
    };
    await moult("rollout approve web --ask 0");
    const seen = await hint();
    await changeWanted(ledger, "web", (before) => ({
      ...before,
      template: { id: DECLARATION.template, version: 8, at: NOON },
    }));
    const asked = /--ask (?<id>\w+)/.exec(seen)?.groups?.["id"];
    const { code, err } = await moult(seen);
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringMatching(
        new RegExp(
          `^moult: what waits on web is image ${IMAGE} \\(template version 8\\), not what ask ${asked} was about: moult rollout status web shows it; nothing was changed\n$`,
        ),
      ),
    });
    expect(await readApprovals(ledger, "web")).toMatchObject([{ templateVersion: 8, answer: null }]);
    expect(await moult(await hint())).toMatchObject({ code: 0 });
    expect(await readApprovals(ledger, "web")).toMatchObject([{ answer: { verdict: "approved" } }]);
    // The same once more is the same answer, and the one of before is none.
    expect((await moult(await hint())).out).toContain("was approved already");
    expect(await moult(seen)).toMatchObject({ code: 1, out: "" });
  });

  test("where nothing waits says so", async () => {
    const { moult } = await waiting({ before: "shift" });
    expect(await moult("rollout approve web")).toMatchObject({
      code: 1,
      err: "moult: nothing of web waits for an approval; nothing was changed\n",
    });
    expect(await moult("rollout approve wbe")).toMatchObject({
      code: 1,
      err: "moult: no fleet is named wbe: did you mean `web`?\n",
    });
  });
});

describe("moult rollout reject", () => {
  test("says no, and nothing but a retry asks again", async () => {
    const { moult, ledger } = await waiting();
    expect(await moult(["rollout", "reject", "web", "--reason", "not before the release"])).toEqual({
      code: 0,
      out: `web: ${WHAT} is rejected: it is not begun, and moult rollout retry web asks again\n`,
      err: "",
    });
    expect(await readExcept(ledger, "web")).toMatchObject([
      { image: IMAGE, templateVersion: 3, by: ADA, reason: "not before the release" },
    ]);
  });
});

describe("moult rollout status", () => {
  test("says what waits for a yes, since and until when, and how it is answered", async () => {
    const { moult } = await waiting();
    await moult("rollout approve web --image ami-0aaaaaaaaaaaaaaa0");
    const { out } = await moult("rollout status web");
    expect(out.replace(/\s+/g, " ")).toContain(
      `now ◆ ${WHAT} waits for approval; until 2026-11-28 12:00Z, then it is rejected why waits for approval of ${WHAT} since 2026-11-21 12:00:00Z, until 2026-11-28 12:00:00Z, when it is rejected; moult rollout approve web --ask ${ID} --reason <text>, or moult rollout reject web --ask ${ID} --reason <text>, answers it`,
    );
  });
});
