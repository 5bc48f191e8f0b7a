import * as z from "zod";
import { type DriftDetector, differs } from "../drift-detector.ts";
import type { MetadataOptions } from "../server-facts.ts";

const options = z.strictObject({
  httpEndpoint: z.string().optional(),
  httpTokens: z.string().optional(),
  hopLimit: z.number().optional(),
  instanceMetadataTags: z.string().optional(),
});
type Options = z.infer<typeof options>;

const FIELDS = ["httpEndpoint", "httpTokens", "hopLimit", "instanceMetadataTags"] as const;

/**
 * How the server's metadata can be read. What the template leaves open the account's defaults and the image decide
 * (aws-facts 8.8), so a launched server shows it; one whose options are being changed is not judged.
 */
export const metadataOptions: DriftDetector<Options> = {
  kind: "metadata-options",
  version: 1,
  expectation: options,
  expect: (launch) => ({ ...launch.metadataOptions }),
  learn: (expected, { metadataOptions: shown }) =>
    shown === null ? expected : { ...shown, ...definedOf(expected) },
  isShown: ({ metadataOptions: shown }) => shown !== null,
  differences: (expected, { metadataOptions: shown }) =>
    shown === null
      ? []
      : FIELDS.flatMap((field) =>
          expected[field] === undefined
            ? []
            : differs(`metadata ${field}`, String(expected[field]), String(shown[field])),
        ),
};

const definedOf = (expected: Options): Partial<MetadataOptions> =>
  Object.fromEntries(Object.entries(expected).filter(([, value]) => value !== undefined));
