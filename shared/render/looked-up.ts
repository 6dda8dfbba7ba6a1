/** A person as pages name them: by LeadSquared's id, and by what was looked up of it, marked as such. */
import type { Names } from "../people.ts";
import { type Html, html, name } from "./html.ts";

/** `a443f7b7-… (Meera Iyer <meera@example.com>, as looked up on 2026-11-28)`. */
export function withName(names: Names, id: string): Html {
  const who = names.of(id);
  return who === null
    ? name(id, 80)
    : html`${name(id, 80)} (${name(who, 200)}, as looked up on ${names.lookedUp ?? ""})`;
}
