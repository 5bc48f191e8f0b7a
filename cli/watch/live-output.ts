import { type FleetView, shownRun } from "../../src/views/fleet/fleet-view.ts";
import type { Screen } from "../terminal/io.ts";
import { createPainter } from "../view/painter.ts";
import { type Focus, focusKeys, MAX_HEIGHT, renderView } from "../view/render-view.ts";
import type { WatchOutput } from "./watch-output.ts";

interface LiveOptions {
  readonly colour: boolean;
  /** Whether anybody can press a key: else the view says nothing of keys. */
  readonly hasKeys: boolean;
  /** What `q` does. */
  readonly leave: () => void;
}

interface LiveOutput extends WatchOutput {
  /** A key that was pressed, by its name. */
  onKey(key: string): void;
}

/** The live view, repainted in its place on a terminal; keys choose what has the room below its head. */
export function liveOutput(screen: Screen, { colour, hasKeys, leave }: LiveOptions): LiveOutput {
  const painter = createPainter(screen);
  let focus: Focus = "all";
  let last: { readonly model: FleetView; readonly now: number } | undefined;
  const paint = (model: FleetView, now: number): void => {
    // The cursor rests on the line below the frame.
    const height = Math.min(MAX_HEIGHT, screen.height - 1);
    // Nothing is painted over the last one.
    const whole = (shownRun(model)?.endedAt ?? null) !== null;
    const size = { width: screen.width, height, colour, now, whole, ...(hasKeys && { focus }) };
    painter.paint(renderView(model, size));
  };
  return {
    wantsServers: true,
    show(model, now) {
      last = { model, now };
      paint(model, now);
    },
    onKey(key) {
      if (key === "q") return leave();
      const chosen = focusKeys[key];
      if (chosen === undefined || last === undefined) return;
      focus = chosen;
      paint(last.model, last.now);
    },
    end: () => {
      last = undefined;
      painter.end();
    },
  };
}
