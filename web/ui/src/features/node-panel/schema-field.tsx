import { type ComponentType, lazy, Suspense } from "react";
import type { Schema } from "@/api/node-types";
import { t } from "@/i18n/i18n";
import type { Json } from "@/document/definition";
import type { Path } from "./faults";
import { EnvironmentField } from "./environment-field";
import { FieldFrame } from "./field-frame";
import { Form } from "./form";
import type { FormContext } from "./form-context";
import { ListField } from "./list-field";
import { PlainCode } from "./plain-code";
import { RecordField } from "./record-field";
import { asText, type FieldShape, labelOf, shapeOf } from "./schema";
import { SelectField } from "./select-field";
import { ValueField } from "./value-field";
import { WorkflowField } from "./workflow-field";

const codeField = () =>
  import("./code-field").then(
    (module) => ({ default: module.CodeField }),
    () => ({ default: PlainCode }),
  );
const CodeField = lazy(codeField);
const CodeFoot = lazy<ComponentType<Pick<FormContext, "place">>>(() =>
  import("./code-field").then(
    (module) => ({ default: module.CodeFoot }),
    () => ({ default: () => null }),
  ),
);
// Fetched before it is needed: by then the connection may be gone.
setTimeout(() => void codeField(), 1000);

export interface SchemaFieldProps {
  label: string;
  raw: Schema;
  value: unknown;
  path: Path;
  fault?: string | undefined;
  context: FormContext;
  /** Something around it is marked as an expression. */
  expression: boolean;
  required: boolean;
  /** `undefined` takes the value away; `path`: of what changed. */
  onChange: (value: unknown, path: Path) => void;
}

/** One parameter, whatever its kind. */
export function SchemaField(props: SchemaFieldProps) {
  const shape = shapeOf(props.raw, props.context.root, props.expression);
  switch (shape.kind) {
    case "list":
      return <ListField {...props} shape={shape} />;
    case "record":
      return <RecordField {...props} shape={shape} />;
    case "object":
      return <ObjectField {...props} shape={shape} />;
    case "code":
      return <CodeArea {...props} shape={shape} />;
    case "environment":
      return <EnvironmentField {...props} shape={shape} />;
    case "workflow":
      return <WorkflowField {...props} shape={shape} />;
    case "boolean":
      return shape.expression && typeof props.value === "string" ? <ValueField {...props} shape={shape} /> : <Check {...props} shape={shape} />;
    case "choice":
      return <Choice {...props} shape={shape} />;
    case "choices":
      return <Choices {...props} shape={shape} />;
    case "number":
      return <NumberField {...props} shape={shape} />;
    case "text":
    case "value":
      return <ValueField {...props} shape={shape} />;
  }
}

export type ShapedProps = SchemaFieldProps & { shape: FieldShape };

function ObjectField({ label, shape, value, path, context, onChange }: ShapedProps) {
  return (
    <fieldset className="min-w-0 rounded-[8px] border border-line p-3">
      <legend className="px-1 text-sm font-medium">{label}</legend>
      <Form schema={shape.schema} values={(value ?? {}) as Json} path={path} context={context} onChange={onChange} expression={shape.expression} />
    </fieldset>
  );
}

function CodeArea({ label, shape, value, path, fault, context, onChange }: ShapedProps) {
  return (
    <div>
      <FieldFrame label={label} hint={shape.schema.description} fault={fault}>
        {({ id, describedBy, invalid }) => (
          <Suspense fallback={<div className="h-72 animate-pulse rounded-[7px] bg-sunk" />}>
            <CodeField
              id={id}
              label={label}
              describedBy={describedBy}
              note={fault ?? shape.schema.description}
              invalid={invalid}
              language={shape.schema["x-language"] ?? asText(context.parameters["language"]) ?? "javascript"}
              value={typeof value === "string" ? value : ""}
              path={path}
              context={context}
              onChange={(code) => onChange(code, path)}
            />
          </Suspense>
        )}
      </FieldFrame>
      <Suspense>
        <CodeFoot place={context.place} />
      </Suspense>
    </div>
  );
}

function Check({ label, shape, value, path, fault, onChange }: ShapedProps) {
  const note = fault ?? shape.schema.description;
  return (
    <label className="flex items-start gap-2.5 text-sm">
      <input
        type="checkbox"
        className="mt-0.5 size-4 accent-ink"
        checked={(value ?? shape.schema.default) === true}
        onChange={(event) => onChange(event.target.checked, path)}
      />
      <span>
        <span className="font-medium">{label}</span>
        {note !== undefined && <span className={`block text-xs ${fault === undefined ? "text-faint" : "text-bad"}`}>{note}</span>}
      </span>
    </label>
  );
}

function Choice({ value, path, onChange, ...props }: ShapedProps) {
  const { schema, nullable } = props.shape;
  const options = schema.enum ?? [];
  const chosen = value ?? schema.default;
  const choose = (name: string) => onChange(name === "" ? null : options.find((option) => String(option) === name), path);
  return (
    <SelectField {...props} value={options.includes(chosen) ? String(chosen) : ""} onChoose={choose}>
      {(nullable || !options.includes(chosen)) && <option value="">{nullable ? t("form.none") : t("form.choose")}</option>}
      {options.map((option) => (
        <option key={String(option)} value={String(option)}>
          {labelOf(schema, option)}
        </option>
      ))}
    </SelectField>
  );
}

function Choices({ label, shape: { schema, entry }, value, path, fault, onChange }: ShapedProps) {
  const chosen = new Set(Array.isArray(value) ? value : ((schema.default ?? []) as unknown[]));
  const toggle = (option: unknown) => (entry?.enum ?? []).filter((other) => (other === option ? !chosen.has(other) : chosen.has(other)));
  return (
    <FieldFrame label={label} hint={schema.description} fault={fault}>
      {({ id }) => (
        <div id={id} role="group" aria-label={label} className="flex flex-wrap gap-1.5">
          {(entry?.enum ?? []).map((option) => (
            <button
              key={String(option)}
              type="button"
              aria-pressed={chosen.has(option)}
              onClick={() => onChange(toggle(option), path)}
              className={`rounded-full border px-2.5 py-0.5 text-xs ${chosen.has(option) ? "border-ink bg-ink text-onink" : "border-edge text-soft hover:border-ink"}`}
            >
              {labelOf(entry ?? schema, option)}
            </button>
          ))}
        </div>
      )}
    </FieldFrame>
  );
}

function NumberField({ label, shape: { schema, nullable }, value, path, fault, onChange }: ShapedProps) {
  const shown = value ?? schema.default ?? "";
  return (
    <FieldFrame label={label} hint={schema.description} fault={fault}>
      {({ id, describedBy, invalid }) => (
        <input
          id={id}
          type="number"
          className="field figures text-sm"
          aria-describedby={describedBy}
          aria-invalid={invalid}
          min={schema.minimum}
          max={schema.maximum}
          step={schema.type === "integer" ? 1 : "any"}
          value={typeof shown === "number" ? shown : ""}
          onChange={({ target }) => {
            if (target.value !== "") onChange(target.valueAsNumber, path);
            else onChange(nullable ? null : undefined, path);
          }}
        />
      )}
    </FieldFrame>
  );
}
