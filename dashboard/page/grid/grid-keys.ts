const ARROWS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

/** Moves the one tab stop of a grid of cells: arrows, Home and End, and n and p to the next odd server. */
export function stepIn(grid: HTMLElement | null, event: KeyboardEvent): void {
  if (grid === null || event.altKey || event.ctrlKey || event.metaKey) return;
  const cells = [...grid.querySelectorAll<HTMLElement>(".cell")];
  const at = cells.indexOf(document.activeElement as HTMLElement);
  if (at === -1) return;
  const next = targetOf(event.key, cells, at);
  if (next === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  grid.querySelector('[tabindex="0"]')?.setAttribute("tabindex", "-1");
  next.tabIndex = 0;
  next.focus();
}

function targetOf(key: string, cells: readonly HTMLElement[], at: number): HTMLElement | undefined {
  const aside = ARROWS[key];
  if (aside !== undefined) return cells[at + aside];
  if (key === "Home") return cells[0];
  if (key === "End") return cells.at(-1);
  const isOdd = (cell: HTMLElement): boolean => cell.hasAttribute("data-odd");
  if (key === "n") return [...cells.slice(at + 1), ...cells.slice(0, at)].find(isOdd);
  if (key === "p") return [...cells.slice(0, at).reverse(), ...cells.slice(at + 1).reverse()].find(isOdd);
  if (key === "ArrowDown" || key === "ArrowUp") return vertical(cells, at, key === "ArrowDown" ? 1 : -1);
  return undefined;
}

/** The cell of the next line of the screen that lies nearest: rows wrap. */
function vertical(cells: readonly HTMLElement[], at: number, way: 1 | -1): HTMLElement | undefined {
  const from = cells[at]?.getBoundingClientRect();
  if (from === undefined) return undefined;
  const boxes = cells.map((cell) => ({ cell, box: cell.getBoundingClientRect() }));
  const beyond = boxes.filter(({ box }) => (box.top - from.top) * way > 4);
  const nearest = Math.min(...beyond.map(({ box }) => Math.abs(box.top - from.top)));
  const line = beyond.filter(({ box }) => Math.abs(Math.abs(box.top - from.top) - nearest) < 4);
  return line.toSorted((a, b) => Math.abs(a.box.left - from.left) - Math.abs(b.box.left - from.left))[0]
    ?.cell;
}
