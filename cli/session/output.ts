import type { Io } from "../terminal/io.ts";

/** How a watch is shown. */
export const outputs = ["live", "lines", "json"] as const;
export type Output = (typeof outputs)[number];

interface Showing {
  readonly io: Pick<Io, "stdout" | "environment">;
  readonly settings: { readonly output?: Output };
}

/** Whether a watch is painted in its place: as --output says, else where somebody looks at a terminal that can be painted on. */
export function isLive({ io, settings }: Showing): boolean {
  if (settings.output !== undefined) return settings.output === "live";
  return io.stdout.isTerminal && !io.environment.isPlain;
}
