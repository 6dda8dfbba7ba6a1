/** Preloaded (`--import`): kills the process in the middle of its n-th change of the file system. */
import fs from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";

const at = Number(process.env["KILL_AT_CHANGE"]);
let changes = 0;

function kill(): void {
  process.kill(process.pid, "SIGKILL");
}

/** Whether this is the change to die at. */
function isTheOne(): boolean {
  changes += 1;
  return changes === at;
}

for (const name of ["mkdir", "link", "rename", "unlink", "rm"] as const) {
  const original = fs[name] as (...given: unknown[]) => Promise<unknown>;
  Object.assign(fs, {
    [name]: async (...given: unknown[]) => {
      if (isTheOne()) kill();
      return original(...given);
    },
  });
}

const open = fs.open;
fs.open = async (...given) => {
  if (isTheOne()) kill();
  const handle = await open(...given);
  const { writeFile, sync } = handle;
  handle.writeFile = async (data, options) => {
    if (isTheOne()) {
      // Torn: half of the bytes are on the disk when the process dies.
      const bytes = Buffer.from(data as Uint8Array);
      await writeFile.call(handle, bytes.subarray(0, bytes.length / 2), options);
      kill();
    }
    return writeFile.call(handle, data, options);
  };
  handle.sync = async () => {
    if (isTheOne()) kill();
    return sync.call(handle);
  };
  return handle;
};
syncBuiltinESMExports();
