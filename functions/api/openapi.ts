/** `GET /openapi.json`: the document that describes the API. */
import document from "../../docs/openapi.json" with { type: "json" };
import { type Answer, jsonAnswer } from "../common/http/answer.ts";

export async function showOpenapi(): Promise<Answer> {
  return jsonAnswer(200, document);
}
