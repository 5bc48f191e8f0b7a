import * as z from "zod";

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** Seconds of `30s`, `5m`, `1h` or `14d`; undefined when it is none of these. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,6})([smhd])$/.exec(text);
  if (!match) return undefined;
  return Number(match[1]) * SECONDS[match[2] as keyof typeof SECONDS];
}

/** `90` → `1m30s`; the two largest units that say something, for people to read. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const parts = [
    [Math.floor(whole / 86_400), "d"],
    [Math.floor((whole % 86_400) / 3600), "h"],
    [Math.floor((whole % 3600) / 60), "m"],
    [whole % 60, "s"],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count}${unit}`);
  return said.slice(0, 2).join("") || "0s";
}

/** A duration as a declaration spells it; parsed to whole seconds between the two bounds (seconds, both included). */
export const duration = (low: number, high: number) =>
  z
    .string()
    .regex(/^\d{1,6}[smhd]$/, "must be a duration such as 30s, 5m, 1h or 14d")
    .transform((text, context) => {
      const seconds = parseDuration(text) ?? Number.NaN;
      if (seconds >= low && seconds <= high) return seconds;
      context.addIssue({
        code: "custom",
        message: `must be between ${formatDuration(low)} and ${formatDuration(high)}, is ${text}`,
      });
      return z.NEVER;
    });
