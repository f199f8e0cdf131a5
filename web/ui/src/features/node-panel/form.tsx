import type { ReactNode } from "react";
import type { Schema } from "@/api/node-types";
import type { Json } from "@/document/definition";
import { type Path, pathKey } from "./faults";
import { SchemaField } from "./schema-field";
import { isShown, resolved, withField } from "./schema";
import type { World } from "./world";

export interface FormContext {
  root: Schema;
  faults: ReadonlyMap<string, string>;
  /** All of the node's parameters: what code is written in stands beside it. */
  parameters: Json;
  /** What expressions see; null where there are none. */
  world: World | null;
  /** Whose parameters they are; null: nobody's. */
  place: { workflowId: string; nodeId: string; executionId: string | null } | null;
  /** What the node can be run by. */
  tools: ReactNode;
}

interface Props {
  schema: Schema;
  values: Json;
  path: Path;
  context: FormContext;
  /** `name`: the field that changed. */
  onChange: (values: Json, path: Path) => void;
  expression?: boolean;
}

/** The fields of an object, in the order of its schema. */
export function Form({ schema, values, path, context, onChange, expression = false }: Props) {
  const properties = schema.properties ?? {};
  return (
    <div className="space-y-4">
      {Object.entries(properties).map(([name, raw]) => {
        const field = resolved(raw, context.root);
        if (!isShown(field, values, properties)) return null;
        const here = [...path, name];
        return (
          <SchemaField
            key={name}
            label={field.title ?? name}
            raw={raw}
            value={values[name]}
            path={here}
            fault={context.faults.get(pathKey(here))}
            context={context}
            expression={expression}
            required={schema.required?.includes(name) ?? false}
            onChange={(value, changed) => onChange(withField(values, name, value), changed)}
          />
        );
      })}
    </div>
  );
}
