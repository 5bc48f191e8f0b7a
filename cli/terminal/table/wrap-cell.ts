import { letters, textWidth } from "../text-width.ts";

/** Where a word that is too long may be broken: behind a mark, and before the hump of a name of AWS. */
const JOINT = /(?<=[/:,_=.-])(?=[^\s/:,_=.-])|(?<=[a-z])(?=[A-Z])/;

/** The text in lines of at most that many columns, all of it: between words, and within a word only where it is wider than a line. */
export function wrapCell(text: string, width: number): string[] {
  if (textWidth(text) <= width) return [text];
  const pieces = text.split(/ +/).flatMap((word, index) => piecesOf(word, { width, isFirst: index === 0 }));
  const lines: string[] = [];
  let room = 0;
  for (const { piece, gap } of pieces) {
    const wide = textWidth(piece);
    if (lines.length > 0 && gap.length + wide <= room) {
      lines[lines.length - 1] += gap + piece;
      room -= gap.length + wide;
    } else {
      lines.push(piece);
      room = width - wide;
    }
  }
  return lines;
}

interface Piece {
  readonly piece: string;
  /** What stands between it and the piece before, on the same line. */
  readonly gap: string;
}

function piecesOf(word: string, of: { readonly width: number; readonly isFirst: boolean }): Piece[] {
  const { width, isFirst } = of;
  const parts = textWidth(word) <= width ? [word] : word.split(JOINT).flatMap((part) => cutAt(part, width));
  return parts.map((piece, index) => ({ piece, gap: index === 0 && !isFirst ? " " : "" }));
}

/** A letter that is wider than a line stands by itself. */
function cutAt(part: string, width: number): string[] {
  if (textWidth(part) <= width) return [part];
  const lines = [""];
  let room = width;
  for (const { segment } of letters.segment(part)) {
    const wide = textWidth(segment);
    if (wide > room && lines.at(-1) !== "") {
      lines.push("");
      room = width;
    }
    lines[lines.length - 1] += segment;
    room -= wide;
  }
  return lines;
}
