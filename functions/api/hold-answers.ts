/** What the API answers about legal holds, as zod schemas. */
import * as z from "zod";

const holdState = z.enum(["placing", "held", "releasing", "released"]).meta({
  description: "`placing` and `releasing` until every file of every ticket is as the record says.",
});
const holdProgress = z
  .strictObject({
    done: z.int().meta({ description: "Tickets whose files are as the record says." }),
    of: z.int(),
  })
  .nullable()
  .meta({
    description:
      "How far the last change has been applied; null for one of more than 30 days ago, or made by the command line, which applies it itself.",
  });

export const holdAnswer = z
  .strictObject({
    matter: z.string(),
    state: holdState,
    progress: holdProgress,
    tickets: z.array(z.int()).meta({ description: "Under this matter now; none when it has ended." }),
    record: z
      .array(
        z.strictObject({
          sequence: z.int(),
          action: z.enum(["place", "release"]),
          tickets: z.array(z.int()),
          by: z.string().meta({ description: "ARN of the caller." }),
          reason: z.string(),
          at: z.iso.datetime(),
        }),
      )
      .meta({ description: "Every change, oldest first. It is only ever added to." }),
  })
  .meta({ id: "Hold" });
export type HoldAnswer = z.infer<typeof holdAnswer>;

export const holdListAnswer = z
  .strictObject({
    holds: z.array(
      z.strictObject({
        matter: z.string(),
        state: holdState,
        progress: holdProgress,
        tickets: z.int(),
        lastChange: z.iso.datetime(),
      }),
    ),
  })
  .meta({ id: "Holds" });
export type HoldListAnswer = z.infer<typeof holdListAnswer>;
