/** Letters that a terminal draws two cells wide: East Asian wide and full-width forms, and emoji. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const combining = /\p{M}/u;

const widthOf = (letter: string) => (combining.test(letter) ? 0 : wide.test(letter) ? 2 : 1);

/** How many cells of a terminal a text takes. */
export function cellsOf(text: string): number {
  let cells = 0;
  for (const letter of text) cells += widthOf(letter);
  return cells;
}

/** The text cut to so many cells, an ellipsis where something is missing. */
export function fit(text: string, cells: number): string {
  if (cellsOf(text) <= cells) return text;
  let kept = '';
  let left = cells - 1;
  for (const letter of text) {
    left -= widthOf(letter);
    if (left < 0) break;
    kept += letter;
  }
  return cells > 0 ? `${kept}…` : '';
}

/** The text followed by as many spaces as fill the cells. */
export function pad(text: string, cells: number): string {
  return text + ' '.repeat(Math.max(0, cells - cellsOf(text)));
}
