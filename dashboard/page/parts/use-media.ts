import { useEffect, useState } from "preact/hooks";

/** Whether the screen is so, as CSS asks it; drawn again when that changes. */
export function useMedia(query: string): boolean {
  const [matches, see] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const media = matchMedia(query);
    const look = (): void => see(media.matches);
    look();
    media.addEventListener("change", look);
    return () => media.removeEventListener("change", look);
  }, [query]);
  return matches;
}
