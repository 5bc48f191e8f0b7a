import type { ReplacementRequest } from "../../src/domain/run/replacement-request.ts";
import { InvalidInput } from "../../src/errors/errors.ts";

/** What a person asks for on the command line. Throws InvalidInput when --image is no image id. */
export function operatorRequest(
  options: { readonly image?: string; readonly force?: boolean; readonly reason?: string },
  from: { readonly by: string; readonly at: number },
): ReplacementRequest {
  const { image = null, force = false, reason } = options;
  if (image !== null && !/^ami-[0-9a-z]+$/.test(image)) {
    throw new InvalidInput(`--image ${image} is not an image id: give one such as ami-0123456789abcdef0`);
  }
  return { reason: "operator", image, force, ...from, evidence: reason === undefined ? {} : { reason } };
}
