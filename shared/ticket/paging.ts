/** Signs that an answer is a page of more: by the names that APIs give to paging, since LeadSquared documents none. */
import { countOf } from "./fields.ts";

/** What a field around the list says of paging, in words behind its name; undefined where it says nothing of it. */
export interface PagingSign {
  /** `missing`: there is more than what came. `notice`: there may be, for longer lists. */
  readonly severity: "missing" | "notice";
  readonly says: string;
}

const MORE =
  /^(has)?(more|next)(available|page|results|records)?$|^next(page|token|link|url|cursor|offset|marker)(token|number|url)?$|^(continuation(token)?|cursor|istruncated|truncated)$/;
const LAST = /^(is)?last(page)?$/;
const PAGES = /^(total|number)?(of)?pages(count)?$|^pagecount$/;
const PLACE = /^(page(no|num|number|index)?|currentpage|offset|skip|start(index|at)?)$/;
const THINGS = "(records?|items?|results?|rows?|conversations?|messages?|entries)";
const ALL = new RegExp(`^(total(of)?${THINGS}?(count)?|(numberof)?${THINGS}(count|total)?|count)$`);
const SIZE = /^(page(size|limit)|(records|items)?perpage|maxresults)$/;
/** Around counts that are of the list; others, as of a rate limit, are not. */
const OF_LIST =
  /^(|paging|pagination|page(info|details)?|meta(data)?|result(s|set|info)?|data|response|summary)$/;

/**
 * @param name as names are compared: letters and digits, in lower case
 * @param within the name of the object that the field stands in, likewise; "" around the list itself
 * @param received entries of the list
 */
export function pagingSign(
  name: string,
  value: unknown,
  within: string,
  received: number,
): PagingSign | undefined {
  if (MORE.test(name) && isSomething(value)) return missing("says that there is more than what came");
  if (LAST.test(name) && value === false) return missing("says that this is not the last page");
  const count = countOf(value);
  if (count === null || count === 0) return undefined;
  if (PAGES.test(name) && count > 1) return missing(`says that there are ${count} pages`);
  if (PLACE.test(name) && count > 1) return missing(`is ${count}: this is not the beginning`);
  if (SIZE.test(name)) {
    if (received >= count) return missing(`is ${count}, and so many came: there may be more`);
    return { severity: "notice", says: `is ${count}: longer lists may come in pages` };
  }
  if (!ALL.test(name) || !OF_LIST.test(within) || count === received) return undefined;
  if (count > received) return missing(`is ${count}, and ${received} came`);
  return { severity: "notice", says: `is ${count}, and ${received} came` };
}

function missing(says: string): PagingSign {
  return { severity: "missing", says };
}

function isSomething(value: unknown): boolean {
  return !(value === null || value === undefined || value === "" || value === false || value === 0);
}
