/** Reads a synthesized CloudFormation template: its resources by type, and values with their references resolved. */
import * as z from "zod";

export const REGION = "us-east-1";
export const ACCOUNT = "000000000000";

const resource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
});

type Resource = z.infer<typeof resource>;

const templateSchema = z.object({ Resources: z.record(z.string(), resource) });

const PSEUDO: Readonly<Record<string, string>> = {
  "AWS::Region": REGION,
  "AWS::AccountId": ACCOUNT,
  "AWS::Partition": "aws",
  "AWS::URLSuffix": "amazonaws.com",
  "AWS::StackName": "e2e",
};

/** What `Ref` and `Fn::GetAtt` give for a resource that the stand-ins serve. */
export interface Physical {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export class Template {
  readonly #resources: Readonly<Record<string, Resource>>;
  readonly #physical: (logicalId: string, resource: Resource) => Physical | undefined;

  /** @param physical the names that the stand-ins give; other resources get made-up ones */
  constructor(json: string, physical: (logicalId: string, resource: Resource) => Physical | undefined) {
    this.#resources = templateSchema.parse(JSON.parse(json)).Resources;
    this.#physical = physical;
  }

  /** The resources of a type with their properties resolved and read by `schema`. */
  all<Properties>(type: string, schema: z.ZodType<Properties>): { id: string; properties: Properties }[] {
    return Object.entries(this.#resources)
      .filter(([, { Type }]) => Type === type)
      .map(([id, { Properties }]) => ({ id, properties: schema.parse(this.resolve(Properties)) }));
  }

  /** A value with its intrinsic functions worked out; throws for one that it does not know. */
  resolve(value: unknown): unknown {
    if (Array.isArray(value))
      return value.map((item) => this.resolve(item)).filter((item) => item !== undefined);
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value);
    const [[name, argument] = ["", undefined]] = entries;
    if (entries.length === 1 && (name === "Ref" || name.startsWith("Fn::")))
      return this.#intrinsic(name, argument);
    return Object.fromEntries(
      entries.map(([key, item]) => [key, this.resolve(item)]).filter(([, item]) => item !== undefined),
    );
  }

  #intrinsic(name: string, argument: unknown): unknown {
    if (name === "Ref") return this.#ref(z.string().parse(argument));
    if (name === "Fn::Sub") return this.#substitute(z.string().parse(argument));
    if (name === "Fn::GetAtt") {
      const [id, attribute] = z.tuple([z.string(), z.string()]).parse(argument);
      return this.#attribute(id, attribute);
    }
    if (name === "Fn::Join") {
      const [separator, parts] = z.tuple([z.string(), z.array(z.string())]).parse(this.resolve(argument));
      return parts.join(separator);
    }
    if (name === "Fn::Select") {
      const [index, values] = z
        .tuple([z.coerce.number(), z.array(z.unknown())])
        .parse(this.resolve(argument));
      return values[index];
    }
    if (name === "Fn::Split") {
      const [separator, text] = z.tuple([z.string(), z.string()]).parse(this.resolve(argument));
      return text.split(separator);
    }
    throw new Error(`The harness does not know ${name}.`);
  }

  #ref(id: string): string | undefined {
    if (id === "AWS::NoValue") return undefined;
    return PSEUDO[id] ?? this.#physicalOf(id).ref;
  }

  #attribute(id: string, attribute: string): string {
    return (
      this.#physicalOf(id).attributes[attribute] ?? `arn:aws:e2e:${REGION}:${ACCOUNT}:${id}/${attribute}`
    );
  }

  #substitute(text: string): string {
    return text.replaceAll(/\$\{([^}]+)\}/g, (_, name: string) => {
      const [id = "", attribute] = name.split(/\.(.*)/s);
      return (attribute === undefined ? this.#ref(id) : this.#attribute(id, attribute)) ?? "";
    });
  }

  #physicalOf(id: string): Physical {
    const found = this.#resources[id];
    return (found && this.#physical(id, found)) ?? { ref: id, attributes: {} };
  }
}
