import { parse } from "yaml";
import * as z from "zod";
import { textOf } from "../../rules/tree.ts";

const step = z.object({
  name: z.string().optional(),
  id: z.string().optional(),
  uses: z.string().optional(),
  with: z.record(z.string(), z.string()).optional(),
  shell: z.string().optional(),
  env: z.record(z.string(), z.string()).default({}),
  run: z.string().optional(),
});
export type Step = z.infer<typeof step>;

/** action.yml, as far as tests read it. */
export const manifest = z
  .object({
    inputs: z.record(
      z.string(),
      z.object({ description: z.string(), required: z.boolean().optional(), default: z.string().optional() }),
    ),
    outputs: z.record(z.string(), z.object({ description: z.string(), value: z.string() })),
    runs: z.object({ using: z.literal("composite"), steps: z.array(step) }),
  })
  .parse(parse(textOf("action.yml")));
