import { queryOptions } from "@tanstack/react-query";
import { getJson } from "@/api/client";
import { preferences } from "@/preferences/preferences";

/** A part of a node type's parameters, as JSON Schema with our own marks. */
export interface Schema {
  type?: string;
  title?: string;
  description?: string;
  default?: unknown;
  enum?: readonly unknown[];
  const?: unknown;
  anyOf?: readonly Schema[];
  oneOf?: readonly Schema[];
  allOf?: readonly Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  required?: readonly string[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
  $ref?: string;
  $defs?: Record<string, Schema>;
  /** It may hold `{{ … }}`. */
  "x-expression"?: boolean;
  "x-editor"?: string;
  /** What a field with the editor `code` is written in; else the field `language` beside it says so. */
  "x-language"?: string;
  /** Field of the same object → values with which this one is shown. */
  "x-show"?: Record<string, readonly unknown[]>;
  /** What is shown for the values of `enum`, in the language that was asked for. */
  "x-labels"?: Record<string, string>;
}

export type Category = "trigger" | "code" | "data" | "flow" | "network";

/** Parameter → values with which a rule applies; all of them have to fit. */
type When = Readonly<Record<string, readonly unknown[]>>;

export interface NamedPorts {
  ports: readonly string[];
  when: When;
}

/** As many as the parameter says, by its value or by the length of its list. */
export interface CountedPorts {
  count: string;
  most: number;
  least: number;
  prefix: string;
  /** The number of the first one. */
  first: number;
  when: When;
}

export type PortRule = NamedPorts | CountedPorts;

export interface NodeTypeInfo {
  type: string;
  title: string;
  category: Category;
  icon: string;
  help: string;
  /** Of a new node. */
  inputs: readonly string[];
  outputs: readonly string[];
  /** Where ports hang on the parameters; none: they are always those of a new node. */
  port_rules: { inputs: readonly PortRule[]; outputs: readonly PortRule[] };
  schema: Schema;
}

export type NodeTypes = ReadonlyMap<string, NodeTypeInfo>;

/**
 * The installed node types by their name, in the chosen language; they change only when the server is restarted.
 * A change of the language forgets them (`app/queries.ts`).
 */
export const nodeTypesQuery = queryOptions({
  queryKey: ["node-types"],
  queryFn: async ({ signal }): Promise<NodeTypes> => {
    const types = await getJson<NodeTypeInfo[]>(`/api/node-types?lang=${preferences().language}`, signal);
    return new Map(types.map((info) => [info.type, info]));
  },
  staleTime: Infinity,
});
