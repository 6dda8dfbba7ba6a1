/** The style of the pages of `browse`, beside that of transcripts. */
import { BASE_STYLE } from "./base-style.ts";

/** The bar above all pages. */
const BAR_STYLE = `
.bar { border-bottom: 1px solid var(--rule); padding-bottom: 1rem; margin-bottom: 1.5rem; }
.bar form { display: flex; gap: 0.5rem; }
.bar input { flex: 1; min-width: 0; font: 1rem/1.4 var(--sans); padding: 0.45rem 0.6rem; border: 1px solid var(--line); border-radius: 4px; background: var(--paper); color: var(--ink); }
.bar button { font: 600 1rem/1.4 var(--sans); padding: 0.45rem 1rem; border: 1px solid var(--accent); border-radius: 4px; background: var(--accent); color: var(--paper); cursor: pointer; }
.bar p { font-size: 0.85rem; color: var(--soft); margin-top: 0.4rem; }
`;

export const LIST_STYLE = `${BASE_STYLE}${BAR_STYLE}
body { max-width: 72rem; }
h1 { font: 600 1.3rem/1.3 var(--serif); margin-bottom: 0.75rem; }
h2 { font: 600 0.85rem/1.5 var(--sans); color: var(--soft); margin-top: 1rem; }
.columns { display: grid; grid-template-columns: 15rem minmax(0, 1fr); gap: 2.5rem; }
.facets { grid-column: 1; grid-row: 1; font-size: 0.9rem; }
.found { grid-column: 2; grid-row: 1; }
.facets ul, .hits { list-style: none; padding: 0; }
.facets li { display: flex; justify-content: space-between; gap: 0.75rem; padding: 0.1rem 0; }
.n { font-variant-numeric: tabular-nums; color: var(--soft); }
.hits li { border-top: 1px solid var(--rule); padding: 0.6rem 0; }
.hits .which { font-weight: 600; }
.hits .facts { color: var(--soft); font-size: 0.85rem; font-variant-numeric: tabular-nums; }
.hits .words { font: 1rem/1.5 var(--serif); }
.hits mark { background: var(--mark); color: inherit; }
.gone { color: var(--bad); }
.pages { display: flex; gap: 1.5rem; border-top: 1px solid var(--rule); padding-top: 0.75rem; }
.about { border-top: 1px solid var(--rule); margin-top: 2rem; padding-top: 0.75rem; font-size: 0.85rem; color: var(--soft); }
.mistake { border-color: var(--bad-rule); background: var(--bad-tint); margin-top: 0.75rem; font-family: var(--mono); font-size: 0.9rem; }
@media (max-width: 48rem) { .columns { grid-template-columns: minmax(0, 1fr); gap: 1rem; } .facets, .found { grid-column: 1; grid-row: auto; } }
`;

/** Beside a transcript's own style: wordings of one message stand side by side where there is room. */
export const TICKET_STYLE = `${BAR_STYLE}
body { max-width: 72rem; }
.standing { border: 1px solid var(--rule); border-radius: 4px; padding: 0.6rem 0.9rem; margin-bottom: 1.5rem; font-size: 0.9rem; }
.standing dl > div { display: grid; grid-template-columns: 7rem 1fr; gap: 0.75rem; }
.wordings { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); gap: 1rem; align-items: start; }
.wordings .message { margin-inline: 0; }
@media (max-width: 40rem) { .standing dl > div { grid-template-columns: 1fr; gap: 0; } }
`;
