import { readFileSync } from "node:fs";
import type { Web } from "./harness.ts";

/** A sample of events/in with the names of this account in it. */
export function sample(file: string, names: Readonly<Record<string, string>>) {
  const text = readFileSync(new URL(`../../../events/in/${file}`, import.meta.url), "utf8");
  const filled = Object.entries(names).reduce((whole, [old, ours]) => whole.replaceAll(old, ours), text);
  return JSON.parse(filled) as { source: string; "detail-type": string; resources: string[]; detail: object };
}

/** What Packer says of an image that is meant for the fleet. */
export const packerSays = (image: string) =>
  sample("packer-ami-published.json", { "ami-0abcdef1234567890": image, "web-prod": "web" });

/** Puts the event on the account's bus. */
export function emit(
  web: Web,
  { source, "detail-type": type, resources, detail }: ReturnType<typeof sample>,
): void {
  web.simulator.world.emit({ source, "detail-type": type, resources, detail: { ...detail } });
}
