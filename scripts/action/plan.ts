import { DECLARATIONS, type Section } from "./comment-body.ts";
import { type Inputs, OPTION_OF } from "./inputs.ts";
import type { Moult } from "./run-moult.ts";

/** What the declarations are worth, and what a rollout of each fleet would do. */
export async function planAll(inputs: Inputs, moult: Moult): Promise<readonly Section[]> {
  const { declarations, fleets, image, timeout } = inputs;
  const sections: Section[] = [];
  if (declarations.length > 0) {
    const { code, out, err } = await moult(["fleet", "validate", ...declarations, "--against-account"]);
    sections.push({ title: DECLARATIONS, code, text: code === 0 ? out : out + err });
  }
  for (const fleet of fleets) {
    const asked = [
      ...(image === "" ? [] : [OPTION_OF.image, image]),
      ...(timeout === "" ? [] : [OPTION_OF.timeout, timeout]),
    ];
    const { code, out, err } = await moult(["plan", fleet, "--wide", "--detailed-exitcode", ...asked]);
    // What stands on stderr beside an answer is for who sits at a terminal.
    sections.push({ title: fleet, code, text: out === "" ? err : out });
  }
  return sections;
}
