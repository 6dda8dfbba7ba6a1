/** The file that leads a browser into the window: other users see a program's arguments, and cannot read this. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface LinkFile extends AsyncDisposable {
  readonly path: string;
}

/** @param url letters, digits and `:/.-_` alone */
export async function linkFile(url: string): Promise<LinkFile> {
  const folder = await mkdtemp(join(tmpdir(), "ticketvault-"));
  const path = join(folder, "open.html");
  const page = `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url=${url}">
<title>Ticketvault</title>
<p><a href="${url}">Open the reading window</a></p>
</html>
`;
  await writeFile(path, page, { mode: 0o600, flag: "wx" });
  return { path, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}
