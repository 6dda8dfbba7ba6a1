/** What stands above every page of the window: the box for questions. */
import { type Html, html } from "../../shared/render/html.ts";

export function bar(question: string): Html {
  return html`<div class="bar">
<form role="search" method="get" action="/">
<label class="hidden" for="q">Question</label>
<input id="q" name="q" type="search" value="${question}" placeholder="refund sent:2026-03 is:removed" accesskey="s" autocomplete="off" spellcheck="false">
<button>Search</button>
</form>
<p><a href="/">All messages</a> · words, "phrases", begin*, *part*, AND OR NOT, and fields: from: to: customer: status: tag: ticket: sent: archived: has:attachment file: type: is:removed is:edited is:incomplete held:</p>
</div>
`;
}

/** The address of the list for a question. */
export function listUrl(question: string, page = 0): string {
  const query = new URLSearchParams({
    ...(question !== "" && { q: question }),
    ...(page > 0 && { page: String(page) }),
  });
  return query.size === 0 ? "/" : `/?${query}`;
}
