/** The text that is read out of HTML. */
import { breath } from "../../shared/breath.ts";
import { readBody } from "../../shared/render/body/read-body.ts";
import { bodyText } from "../../shared/render/body/text.ts";
import { describeImage } from "../../shared/render/images.ts";

export async function textOf(html: string): Promise<string> {
  const { blocks } = await readBody({ html, text: null });
  return bodyText(blocks, (image) => describeImage(image, []), breath());
}
