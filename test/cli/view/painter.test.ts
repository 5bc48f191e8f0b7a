import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createPainter, repaint } from "../../../cli/view/painter.ts";

/** An escape sequence of the painter, or one letter. */
const TOKENS = new RegExp(`${"\u001B"}\\[(?:\\?25[lh]|\\d*[AKJ])|[\\s\\S]`, "g");

/** A terminal that knows what the painter sends, and nothing else. */
function terminal() {
  const lines: string[] = [""];
  let row = 0;
  let column = 0;
  return {
    lines,
    row: () => row,
    receive(sent: string) {
      for (const [token] of sent.matchAll(TOKENS)) {
        if (token === "\n") [row, column] = [row + 1, 0];
        else if (token === "\r") column = 0;
        else if (token.endsWith("A") && token.length > 1) row -= Number(token.slice(2, -1));
        else if (token === "\u001B[K") lines[row] = (lines[row] ?? "").slice(0, column);
        else if (token === "\u001B[J") lines.length = row;
        else if (!token.startsWith("\u001B")) {
          const line = lines[row] ?? "";
          lines[row] = line.slice(0, column) + token + line.slice(column + 1);
          column += 1;
        }
        while (lines.length <= row) lines.push("");
      }
    },
  };
}

describe("repaint", () => {
  test("sends only the lines that changed", () => {
    expect(repaint(["a", "b", "c"], ["a", "x", "c"])).toBe("\u001B[3A\n\rx\u001B[K\n\n");
  });

  test("sends nothing when nothing changed", () => {
    expect(repaint(["a", "b"], ["a", "b"])).toBe("");
    expect(repaint([], [])).toBe("");
  });

  test("clears what a shorter frame leaves below", () => {
    expect(repaint(["a", "b"], ["a"])).toBe("\u001B[2A\n\u001B[J");
  });
});

const frame = fc.array(fc.string({ unit: fc.constantFrom("a", "b", " "), maxLength: 5 }), { maxLength: 6 });
test("the terminal shows the last of any frames", () => {
  const check = fc.property(fc.array(frame, { minLength: 1, maxLength: 5 }), (frames) => {
    const screen = terminal();
    let before: string[] = [];
    for (const after of frames) {
      screen.receive(repaint(before, after));
      before = after;
    }
    expect(screen.lines.slice(0, before.length)).toEqual(before);
    expect(screen.lines.slice(before.length).join("")).toBe("");
    expect(screen.row()).toBe(before.length);
  });
  fc.assert(check);
});

describe("a painter", () => {
  test("hides the cursor while it paints and gives it back once", () => {
    const sent: string[] = [];
    const painter = createPainter({ width: 80, write: (text) => void sent.push(text) });
    painter.paint(["a"]);
    painter.paint(["a"]);
    painter.end();
    painter.end();
    expect(sent).toEqual(["\u001B[?25l\ra\u001B[K\n", "\u001B[?25h"]);
  });

  test("begins anew after a resize", () => {
    const sent: string[] = [];
    const screen = { width: 80, write: (text: string) => void sent.push(text) };
    const painter = createPainter(screen);
    painter.paint(["a"]);
    screen.width = 40;
    painter.paint(["a"]);
    expect(sent[1]).toBe("\ra\u001B[K\n");
  });
});
