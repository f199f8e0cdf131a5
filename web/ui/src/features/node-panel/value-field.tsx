import { Braces, Type } from "lucide-react";
import { useState } from "react";
import { parseExact, stringifyExact } from "@/api/exact-json";
import { t } from "@/i18n/i18n";
import { jsonFault } from "@/lib/json-fault";
import { useDraft } from "@/document/draft";
import { useDesk } from "@/editor/desk";
import { same } from "@/lib/same";
import { ExpressionField } from "./expression-field";
import type { Path } from "./faults";
import { TAKES_FIELDS } from "./field-drag";
import { FieldFrame } from "./field-frame";
import { asText, numberOrText } from "./schema";
import { JsonEditor } from "./json-editor";
import type { ShapedProps } from "./schema-field";

/** Text, which may hold expressions; or any JSON, where the schema allows that. */
export function ValueField(props: ShapedProps) {
  const { shape, value } = props;
  const free = shape.kind === "value" && shape.schema.type === undefined;
  const shown = value ?? (shape.nullable ? undefined : shape.schema.default);
  const [asJson, setAsJson] = useState(free && asText(shown) === null);
  const toggle = free && (
    <button
      type="button"
      className="inline-flex items-center gap-1 rounded px-1 text-xs text-faint hover:text-ink"
      onClick={() => {
        setAsJson(!asJson);
        const meant = asJson ? undefined : jsonIn(shown);
        if (meant !== undefined) props.onChange(meant, props.path);
      }}
      title={asJson ? t("form.asText") : t("form.asJson")}
    >
      {asJson ? <Type size={13} aria-hidden /> : <Braces size={13} aria-hidden />}
      {asJson ? t("form.text") : "JSON"}
    </button>
  );
  const drop = (text: string) => {
    setAsJson(false);
    props.onChange(text, props.path);
  };
  return asJson && free ? <JsonArea {...props} aside={toggle} shown={shown} onExpression={drop} /> : <TextArea {...props} aside={toggle} shown={shown} />;
}

/** Somebody wrote JSON where it counts as text: a list or an object, which no text is meant to look like. */
function jsonIn(shown: unknown): unknown {
  if (typeof shown !== "string" || !/^\s*[[{]/.test(shown) || jsonFault(shown)) return undefined;
  return parseExact(shown);
}

type Area = ShapedProps & { aside: React.ReactNode; shown: unknown };

function TextArea({ label, shape: { schema, expression, nullable }, shown, path, fault, required, aside, context, onChange }: Area) {
  const numeric = schema.type === "number" || schema.type === "integer";
  const meaning = (text: string) => {
    if (text === "" && !required && (nullable || numeric)) return nullable ? null : undefined;
    return numeric ? numberOrText(text) : text;
  };
  const [typed, type] = useState("");
  // What was typed may be another way to write the value, such as 1. for 1.
  const text = numeric && same(meaning(typed) ?? null, shown ?? null) ? typed : (asText(shown) ?? stringifyExact(shown));
  const change = (now: string) => {
    type(now);
    onChange(meaning(now), path);
  };
  if (expression && context.world) {
    return <ExpressionField label={label} hint={schema.description} fault={fault} aside={aside} value={text} oneLine={numeric || schema.pattern !== undefined} world={context.world} onChange={change} />;
  }
  return (
    <FieldFrame label={label} hint={schema.description} fault={fault} aside={aside}>
      {({ id, describedBy, invalid }) => (
        <textarea
          id={id}
          rows={Math.min(8, Math.max(1, text.split("\n").length))}
          spellCheck={false}
          className="field block resize-none text-sm leading-5 field-sizing-content"
          aria-describedby={describedBy}
          aria-invalid={invalid}
          value={text}
          onChange={(event) => change(event.target.value)}
        />
      )}
    </FieldFrame>
  );
}

/** Kept as it is typed until it is JSON; only then is it the value. */
function JsonArea({ label, shape: { schema, expression }, shown, path, fault, aside, context, onChange, onExpression }: Area & { onExpression: (text: string) => void }) {
  const [text, setText] = useState(() => stringifyExact(shown ?? null, "  "));
  const draft = useDraft();
  const nodeId = useDesk((desk) => desk.open) ?? "";
  const wrong = jsonFault(text);
  // Undone, or changed by somebody else.
  if (!wrong && !same(parseExact(text), shown ?? null)) setText(stringifyExact(shown ?? null, "  "));
  const message = wrong ? t("json.fault", { line: wrong.line, column: wrong.column, message: wrong.message }) : fault;
  const change = (typed: string) => {
    setText(typed);
    if (jsonFault(typed)) draft.begin(({ nodes }) => at(nodes.get(nodeId)?.parameters, path));
    else draft.end(() => onChange(parseExact(typed), path));
  };
  return (
    <FieldFrame label={label} hint={schema.description} fault={message} aside={aside}>
      {({ id, describedBy, invalid }) => (
        <div
          {...(expression && TAKES_FIELDS)}
          onDropCapture={(event) => {
            const dropped = event.dataTransfer.getData("text/plain");
            if (!expression || !dropped.startsWith("{{")) return;
            event.preventDefault();
            event.stopPropagation();
            onExpression(dropped);
          }}
        >
          <JsonEditor id={id} label={label} describedBy={describedBy} note={message ?? schema.description} invalid={invalid} language="json" value={text} path={path} context={context} onChange={change} />
        </div>
      )}
    </FieldFrame>
  );
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((around, name) => (around as Record<string, unknown> | undefined)?.[name], value);
}
