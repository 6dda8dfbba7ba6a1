/** What `npm run sandbox -- --help` says: options, and every change and fault from the tables that do them. */
import { changes } from "./catalogue/changes.ts";
import { callFaults } from "./faults/call-faults.ts";
import { contentFaults } from "./faults/content-faults.ts";
import { faults } from "./faults/fault.ts";
import { WHERE } from "./faults/strike.ts";
import { fieldLine, helpOf } from "./on-demand.ts";

export const HELP = `Starts a stand-in for LeadSquared on this machine, with made-up tickets.

  ticketvault sandbox [options], in a clone npm run sandbox -- [options]

  --port <n>      port on 127.0.0.1 (8143); 0 takes any free one
  --tickets <n>   tickets to make up beside 143, with ids from 1000 (20)
  --seed <n>      other seeds make up other tickets (1)
  --delay <ms>    time to wait before every answer (0)
  --fault <json>  a fault from the start, as below; can be given several times
  --help          shows this

It answers the conversations of a ticket, its details, the list of users, and downloads. Ticketvault refuses files of an
http address unless it is told to take them:

  --base-url http://127.0.0.1:8143 --attachment-host http://127.0.0.1:8143

CHANGES OF A TICKET, while it runs:

  curl -d '{"kind": "remove", "message": 131}' http://127.0.0.1:8143/__sandbox/tickets/143/changes

What ends in ? can be left out.

${helpOf(changes)}

FAULTS, while it runs or with --fault:

  curl -d '{"on": "api", "kind": "status", "status": 502, "times": 3}' http://127.0.0.1:8143/__sandbox/faults
  curl -X POST http://127.0.0.1:8143/__sandbox/clear-faults

"on" is ${Object.keys(faults).join(", ")}. Of several faults that fit, the oldest with times left strikes. Each takes

${WHERE.map(fieldLine).join("\n")}
(the file for attachments only)

Of calls: "on" is api (the conversations), details or users.

${helpOf(callFaults)}

Of the conversations: "on" is api.

${helpOf(contentFaults)}

Of downloads: "on" is attachment.

${helpOf(faults.attachment)}

ALSO: GET /__sandbox/counts, GET and POST /__sandbox/tickets/{id}, POST /__sandbox/reset, POST /__sandbox/rotate-keys
`;
