import { imageSource, namedBy, pinInForce } from "../../domain/decide/wanted.ts";
import { NotFound } from "../../errors/errors.ts";
import { readFleet } from "../../ledger/fleets.ts";
import { readWanted } from "../../ledger/wanted.ts";
import type { StepContext } from "../../step/step.ts";
import { readDeclared } from "../declared/read-declared.ts";

/**
 * The image that the fleet should run now: what a person pinned, else what its declaration names, read from AWS. Null: none.
 * Throws NotFound for a fleet that is not declared, and what the read throws.
 */
export async function wantedImage(
  name: string,
  context: Pick<StepContext<"ec2" | "ssm" | "imageBuilder">, "ledger" | "clock" | "aws">,
): Promise<string | null> {
  const { ledger, clock } = context;
  const declared = await readFleet(ledger, name);
  if (declared === undefined) throw new NotFound(`no fleet is named ${name}`);
  const { fleet } = declared;
  const source = imageSource(fleet.image);
  const wanted = await readWanted(ledger, name);
  const pin = pinInForce(wanted, source, clock.now());
  if (pin !== null) return pin.image;
  const read = (await readDeclared([fleet], context)).get(name);
  if (read instanceof Error) throw read;
  return read?.image ?? namedBy(wanted, source)?.image ?? null;
}
