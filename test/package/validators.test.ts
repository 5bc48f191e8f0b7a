import { getLanguageService, TextDocument } from "amazon-states-language-service";
import validate from "asl-validator";
import { describe, expect, it } from "vitest";
import { packagedMachines } from "../support/package/machines.ts";

const machines = await packagedMachines();
const names = ["Rollout", "Retirement", "Recycle", "Scan"];

const service = getLanguageService({});
/** What AWS's own language service, that of its editors, has against a definition. */
async function languageService(text: string): Promise<string[]> {
  const document = TextDocument.create("machine.asl.json", "json", 1, text);
  const found = await service.doValidation(document, service.parseJSONDocument(document));
  return found.map(({ message }) => (typeof message === "string" ? message : message.value));
}

/** What asl-validator has against it. */
function aslValidator(text: string): string[] {
  const { errors } = validate(JSON.parse(text) as Parameters<typeof validate>[0]);
  return errors.map((error) => ("Message" in error ? String(error.Message) : JSON.stringify(error)));
}

describe("two validators that others wrote", () => {
  it("see all of the packaged machines", () => {
    expect(Object.keys(machines).sort()).toEqual([...names].sort());
  });

  it.each(names)("have nothing against %s", async (name) => {
    const text = machines[name] ?? "";
    expect([await languageService(text), aslValidator(text)]).toEqual([[], []]);
  });

  it.each(names)("miss a state that is taken out of %s", async (name) => {
    const machine = JSON.parse(machines[name] ?? "") as { States: Record<string, unknown>; StartAt: string };
    const gone = Object.keys(machine.States).find((state) => state !== machine.StartAt) ?? "";
    delete machine.States[gone];
    const text = JSON.stringify(machine);
    expect([(await languageService(text)).length > 0, aslValidator(text).length > 0]).toEqual([true, true]);
  });
});
