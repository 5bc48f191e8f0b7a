import { getParameters } from "../../aws/ssm/ssm.ts";
import { AccessDenied, Rejected } from "../../errors/errors.ts";
import type { StepContext } from "../../step/step.ts";

/**
 * What these parameters hold, by name; one that does not exist is left out. Ten in a call: where the whole call is refused
 * for one of them, each is read alone, so that one fleet fails and not ten.
 */
export async function readChannels(
  channels: readonly string[],
  { aws }: Pick<StepContext<"ssm">, "aws">,
): Promise<ReadonlyMap<string, string | Error>> {
  const values = new Map<string, string | Error>();
  for (let at = 0; at < channels.length; at += 10) {
    const part = channels.slice(at, at + 10);
    for (const [name, value] of await readPart(part, (names) => getParameters(aws.ssm, names)))
      values.set(name, value);
  }
  return values;
}

type Read = (names: readonly string[]) => Promise<ReadonlyMap<string, string>>;

async function readPart(names: readonly string[], read: Read): Promise<ReadonlyMap<string, string | Error>> {
  try {
    return await read(names);
  } catch (error) {
    const failure = error instanceof Error ? error : new Error(String(error));
    const mayBeOne = error instanceof AccessDenied || error instanceof Rejected;
    if (names.length === 1 || !mayBeOne) return new Map(names.map((name) => [name, failure]));
    const alone = new Map<string, string | Error>();
    for (const name of names) for (const [, value] of await readPart([name], read)) alone.set(name, value);
    return alone;
  }
}
