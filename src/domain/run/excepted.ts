import * as z from "zod";

/** What a rollout makes of a fleet: servers of this image, launched from this version of its base template. */
export interface Target {
  readonly image: string;
  readonly templateVersion: number;
}

/** A target that was tried, and that a person refused. */
export const excepted = z.strictObject({
  image: z.string().min(1),
  templateVersion: z.number(),
  /** The launch template of that version; not there in a record of before: any. */
  template: z.string().exactOptional(),
  /** Milliseconds since 1970. */
  since: z.number(),
  /** Who refused it, and why. */
  by: z.string().min(1),
  reason: z.string().min(1),
});
export type Excepted = Readonly<z.infer<typeof excepted>>;

/** Whether both are the same servers; a fleet without a live generation has none. */
export const isSameTarget = (one: Target, other: Target | null): boolean =>
  one.image === other?.image && one.templateVersion === other.templateVersion;
