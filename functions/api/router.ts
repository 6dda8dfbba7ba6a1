/** Finds who answers a call: a small table of methods and path templates. */
import type { Answer } from "../common/http/answer.ts";
import type { HttpEvent } from "../common/http/event.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { ProblemError } from "./problems.ts";

export interface Call {
  readonly event: HttpEvent;
  /** What stands in the places of the template, decoded. */
  readonly path: Readonly<Record<string, string>>;
  /** What is left of the function's time, in ms. */
  readonly remainingMs: () => number;
}

export interface Route {
  readonly method: "GET" | "POST" | "DELETE";
  /** Such as `/tickets/{id}/archive`, as the OpenAPI document has it. */
  readonly path: string;
  readonly handle: (dependencies: ApiDependencies, call: Call) => Promise<Answer>;
}

interface Found {
  readonly route: Route;
  readonly path: Readonly<Record<string, string>>;
}

/** @throws ProblemError `no-such-route`, `method-not-allowed` */
export function findRoute(routes: readonly Route[], method: string, rawPath: string): Found {
  const fitting = routes.flatMap((route) => {
    const path = matched(route.path, rawPath);
    return path === undefined ? [] : [{ route, path }];
  });
  const found = fitting.find(({ route }) => route.method === method);
  if (found !== undefined) return found;
  if (fitting.length === 0) {
    throw new ProblemError("no-such-route", "See GET /openapi.json for what there is.");
  }
  const allow = fitting.map(({ route }) => route.method).join(", ");
  throw new ProblemError("method-not-allowed", `This path takes ${allow}.`, { headers: { allow } });
}

/** What stands in the places of a template; undefined when the path does not fit. */
function matched(template: string, rawPath: string): Record<string, string> | undefined {
  const wanted = template.split("/");
  const given = rawPath.split("/");
  if (wanted.length !== given.length) return undefined;
  const path: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const text = decoded(given[index] ?? "");
    const name = /^\{(.+)\}$/.exec(segment)?.[1];
    if (name === undefined && segment !== text) return undefined;
    if (name !== undefined) path[name] = text;
  }
  return path;
}

/** API Gateway has decoded the path already, or not: `#143` and `%23143` are both seen. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
