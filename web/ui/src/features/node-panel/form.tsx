import type { Schema } from "@/api/node-types";
import type { Json } from "@/document/definition";
import { type Path, pathKey } from "./faults";
import type { FormContext } from "./form-context";
import { SchemaField } from "./schema-field";
import { isShown, resolved, withField } from "./schema";

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
