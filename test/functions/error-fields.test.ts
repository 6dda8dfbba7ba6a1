/** What of an error may stand in a log. */
import { expect, it } from "vitest";
import { errorFields } from "../../functions/common/error-fields.ts";
import { StoreError } from "../../shared/errors.ts";

it("an error raised on purpose is logged with its code and message, without its cause", () => {
  const error = new StoreError("busy", "S3 is busy", { cause: new Error("CANARY") });

  expect(errorFields(error)).toEqual({ code: "busy", message: "S3 is busy" });
});

it.each([
  new TypeError("CANARY"),
  new TypeError("refused\n    at https://host/?X-Amz-Signature=CANARY\n at CANARY"),
])("any other error is logged by its name and place, and its message is not", (error) => {
  const fields = errorFields(error);

  expect(fields).toEqual({
    code: "unexpected",
    error: "TypeError",
    at: expect.stringContaining("error-fields.test.ts"),
  });
  expect(JSON.stringify(fields)).not.toContain("CANARY");
});

it.each(["CANARY", undefined, { message: "CANARY" }])(
  "what is no error at all is named by its type: %j",
  (thrown) => {
    expect(errorFields(thrown)).toEqual({ code: "unexpected", error: typeof thrown });
  },
);
