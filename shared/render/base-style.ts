/** The style that all exported pages share: light or dark as its reader has it, serifs for what people wrote, room to read. */

export const BASE_STYLE = `
:root {
  color-scheme: light dark;
  --ink: #1d1f23;
  --soft: #50555d;
  --rule: #d5d9df;
  --paper: #ffffff;
  --tint: #f5f6f8;
  --accent: #1b4f8a;
  --line: #9aa1ab;
  --good: #2f6b46;
  --bad: #8c2f0c;
  --bad-rule: #a33a12;
  --bad-tint: #fdf4ee;
  --note: #6a4308;
  --note-rule: #a87b2d;
  --note-tint: #fdf6e3;
  --mark: #fff3a3;
  --outbound: #6b4a12;
  --serif: Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, "Noto Serif", "DejaVu Serif", serif;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, "Liberation Sans", "DejaVu Sans", sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ink: #e6e8eb;
    --soft: #a9b0ba;
    --rule: #41464f;
    --paper: #1b1d21;
    --tint: #26282d;
    --accent: #8ab8f0;
    --line: #6d7580;
    --good: #6fbf8d;
    --bad: #f0a184;
    --bad-rule: #d9714a;
    --bad-tint: #33231d;
    --note: #e8c98a;
    --note-rule: #a87b2d;
    --note-tint: #2e2718;
    --mark: #5c5113;
    --outbound: #7d5a1f;
  }
}
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); font: 15px/1.5 var(--sans); -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; padding: 2.5rem 1.5rem 4rem; max-width: 56rem; overflow-wrap: anywhere; }
h1, h2, h3, p, ul, ol, dl, dd, pre { margin: 0; }
a { color: var(--accent); text-underline-offset: 0.15em; }
:focus-visible { outline: 3px solid light-dark(#b45309, #f0a040); outline-offset: 2px; border-radius: 2px; }
code { font: 0.86em/1.5 var(--mono); }
pre { background: var(--tint); border: 1px solid var(--rule); border-radius: 4px; padding: 0.5rem 0.75rem; white-space: pre-wrap; }
.code { font: 0.8em var(--mono); color: var(--soft); border: 1px solid var(--rule); border-radius: 3px; padding: 0 0.25em; white-space: nowrap; }
.skip { position: absolute; left: -999rem; background: var(--paper); padding: 0.5rem 0.75rem; }
.skip:focus { left: 1rem; top: 1rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;
