/** `GET /v2/UserManagement.svc/Users.Get`: the account's users; the keys stand in the query, as documented. */
import { uuidOf } from "../random.ts";
import { jsonAnswer, type Reply } from "../reply.ts";
import { type Call, type CallParts, refusal } from "./call.ts";

export const USERS_PATH = "/v2/UserManagement.svc/Users.Get";

/** The user that stands as `CreatedBy` in the documented ticket 143. */
const DOCUMENTED_USER = "a443f7b7-d1fd-11ec-993a-06f221480cd8";

const NAMES = [
  "Meera Iyer",
  "Tom Keller",
  "Ines Costa",
  "Farid Nasser",
  "Yuki Mori",
  "Anna Berg",
  "Ravi Menon",
];

export async function listUsers(call: Call, parts: CallParts): Promise<Reply> {
  const query = new URL(call.url, "http://sandbox").searchParams;
  const given = { accessKey: query.get("accessKey") ?? "", secretKey: query.get("secretKey") ?? "" };
  const refused = refusal(call, parts.keys, given);
  if (refused !== undefined) return refused;
  const right = usersOf(parts.seed);
  const strike = parts.faults.users.take(undefined);
  return strike === undefined ? jsonAnswer(200, right) : await strike(right, call);
}

/** The agents of the generated tickets, the last of them inactive, and the documented user. */
function usersOf(seed: number): object[] {
  const agents = NAMES.map((name, n) => user(uuidOf(seed, "agent", n), name, n === NAMES.length - 1 ? 1 : 0));
  return [user(DOCUMENTED_USER, "Support Agent", 0), ...agents];
}

function user(id: string, name: string, statusCode: 0 | 1): object {
  const [FirstName = "", LastName = ""] = name.split(" ");
  const EmailAddress = `${name.toLowerCase().replace(" ", ".")}@example.com`;
  return { ID: id, FirstName, LastName, EmailAddress, Role: "Sales_User", StatusCode: statusCode };
}
