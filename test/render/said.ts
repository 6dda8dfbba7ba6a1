/** The text that is read out of HTML. */
import { breather } from "../../shared/render/body/parse.ts";
import { readBody } from "../../shared/render/body/read-body.ts";
import { bodyText } from "../../shared/render/body/text.ts";
import { describeImage } from "../../shared/render/images.ts";

export async function textOf(html: string): Promise<string> {
  const { blocks } = await readBody({ html, text: null });
  return bodyText(blocks, (image) => describeImage(image, []), breather());
}
