import type { JudgedSeconds } from "../checkers/judged/judged-time.ts";

type BySeconds = Readonly<Record<string, JudgedSeconds>>;

/** Counts a run in. */
export function countJudged(sums: Record<string, JudgedSeconds>, more: BySeconds): void {
  for (const [name, { judged, due }] of Object.entries(more)) {
    const known = sums[name] ?? { judged: 0, due: 0 };
    sums[name] = { judged: known.judged + judged, due: known.due + due };
  }
}

/** Of the time in which each checker had something to judge, the share in which no exemption held: one line. */
export function judgedText(sums: BySeconds): readonly string[] {
  const shares = Object.entries(sums).flatMap(([name, { judged, due }]) =>
    due === 0 ? [] : [`${name} ${shareText(judged / due)} of ${(due / 3600).toFixed(0)} h`],
  );
  return shares.length === 0 ? [] : [`Judged: ${shares.join(", ")}`];
}

/** Cut, not rounded: what is less than all is not called all. */
const shareText = (share: number): string => `${(Math.floor(share * 10_000) / 100).toFixed(2)} %`;
