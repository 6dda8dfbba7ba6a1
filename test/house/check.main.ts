/** `npm run check:house`: names everything in the project that breaks a rule of the house. */
import { wrongInHouse } from "./read-house.ts";

const wrong = wrongInHouse();
for (const each of wrong) process.stderr.write(`${each}\n`);
if (wrong.length > 0) process.exitCode = 1;
