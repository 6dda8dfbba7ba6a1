/** Reading JSON: digits kept, nothing quoted in errors. */
import { describe, expect, it } from "vitest";
import { parseJson } from "../shared/json.ts";

describe("parseJson", () => {
  it("keeps integers beyond 2^53 as their digits", () => {
    const value = parseJson('{"a":9007199254740993,"b":-9007199254740992,"c":[12345678901234567890]}');

    expect(value).toEqual({ a: "9007199254740993", b: "-9007199254740992", c: ["12345678901234567890"] });
  });

  it("keeps a number that no double holds as its text", () => {
    expect(parseJson("[1e400]")).toEqual(["1e400"]);
  });

  it("leaves all other values alone", () => {
    const text = '{"a":9007199254740991,"b":-1.5,"c":0,"d":"9007199254740993","e":null,"f":true}';

    expect(parseJson(text)).toEqual(JSON.parse(text));
  });

  it("reads lone surrogates and takes the last of duplicate keys", () => {
    expect(parseJson('{"a":1,"a":"\\ud800"}')).toEqual({ a: "\ud800" });
  });

  it("quotes nothing of a text that is no JSON", () => {
    expect(() => parseJson('{"secret":hunter2}')).toThrow(new SyntaxError("not valid JSON"));
  });

  it("refuses what is nested too deeply to read", () => {
    expect(() => parseJson("[".repeat(500_000) + "]".repeat(500_000))).toThrow(SyntaxError);
  });
});
