const ESCAPE = "\u001B[";
const UP = (count: number) => (count > 0 ? `${ESCAPE}${count}A` : "");
const CLEAR_LINE = `${ESCAPE}K`;
const CLEAR_BELOW = `${ESCAPE}J`;
const HIDE_CURSOR = `${ESCAPE}?25l`;
const SHOW_CURSOR = `${ESCAPE}?25h`;

/**
 * What to send to a terminal that shows `before`, with the cursor on the line below it, so that it shows `after`: only
 * lines that differ are written. No frame may be higher than the terminal less one line.
 */
export function repaint(before: readonly string[], after: readonly string[]): string {
  const first = after.findIndex((line, index) => line !== before[index]);
  if (first === -1 && before.length === after.length) return "";
  let out = UP(before.length);
  for (const [index, line] of after.entries()) {
    out += index < before.length && line === before[index] ? "\n" : `\r${line}${CLEAR_LINE}\n`;
  }
  return after.length < before.length ? `${out}${CLEAR_BELOW}` : out;
}

interface Painter {
  /** Shows the frame in the place of the last one. Nothing is sent when nothing changed. */
  paint(frame: readonly string[]): void;
  /** Leaves the last frame where it is and gives the cursor back. */
  end(): void;
}

/** Paints frames one over the other. `width` is asked each time: after a resize the old frame cannot be trusted. */
export function createPainter(screen: { write(text: string): void; readonly width: number }): Painter {
  let shown: readonly string[] = [];
  let width = screen.width;
  let begun = false;
  return {
    paint(frame) {
      // A terminal that got narrower has wrapped the old lines; begin below them.
      if (screen.width !== width) shown = [];
      width = screen.width;
      const change = repaint(shown, frame);
      if (change !== "") screen.write(begun ? change : `${HIDE_CURSOR}${change}`);
      begun ||= change !== "";
      shown = frame;
    },
    end() {
      if (begun) screen.write(SHOW_CURSOR);
      begun = false;
    },
  };
}
