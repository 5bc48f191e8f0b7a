import * as z from "zod";

/** A share of requests as a declaration spells it, `1%` or `0.05%`; parsed to a number from 0 to 1. */
export const share = z
  .string()
  .regex(/^\d{1,2}(\.\d{1,3})?%$/, "must be a share of the requests such as 1% or 0.05%")
  .transform((text, context) => {
    const value = Number(text.slice(0, -1)) / 100;
    if (value > 0) return value;
    context.addIssue({ code: "custom", message: `must be more than 0%, is ${text}` });
    return z.NEVER;
  });

/** How long an answer may take, `800ms` or `2s`; parsed to milliseconds. */
export const answerTime = z
  .string()
  .regex(/^([1-9]\d{0,5}ms|[1-9]\d{0,2}s)$/, "must be a time such as 800ms or 2s")
  .transform((text) => (text.endsWith("ms") ? Number(text.slice(0, -2)) : Number(text.slice(0, -1)) * 1000));

const MOST = 100;

/** So many times as much, `2x` or `1.5x`; parsed to a number from 1 to 100. */
export const factor = z
  .string()
  .regex(/^\d{1,3}(\.\d{1,2})?x$/, "must be so many times blue's, such as 2x or 1.5x")
  .transform((text, context) => {
    const value = Number(text.slice(0, -1));
    if (value >= 1 && value <= MOST) return value;
    context.addIssue({ code: "custom", message: `must be between 1x and ${MOST}x, is ${text}` });
    return z.NEVER;
  });

/** `0.0123` → `1.23%`, for people to read. */
export const formatShare = (value: number): string => `${Number((value * 100).toFixed(3))}%`;

/** `820` → `820ms`, `2400` → `2.4s`. */
export const formatMilliseconds = (value: number): string =>
  value < 1000 ? `${Math.round(value)}ms` : `${Number((value / 1000).toFixed(2))}s`;

export const formatCount = (value: number): string =>
  Math.round(value)
    .toString()
    .replaceAll(/\B(?=(\d{3})+$)/g, ",");
