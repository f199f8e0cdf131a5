/** Draws openapi.json as a list of operations. Text only: nothing in it is ever taken for markup. */

const METHODS = ["get", "post", "put", "patch", "delete"];

function element(tag, attributes = {}, ...children) {
  const made = Object.assign(document.createElement(tag), attributes);
  made.append(...children);
  return made;
}

/** A schema with its references resolved, cut where it repeats itself. */
function resolved(schema, schemas, seen = []) {
  if (!schema || typeof schema !== "object") return schema;
  if (Array.isArray(schema)) return schema.map((each) => resolved(each, schemas, seen));
  if (schema.$ref) {
    const name = schema.$ref.split("/").pop();
    return seen.includes(name) ? { $ref: name } : resolved(schemas[name], schemas, [...seen, name]);
  }
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, resolved(value, schemas, seen)]));
}

function schemaOf(content, schemas) {
  const [media, described] = Object.entries(content ?? {})[0] ?? [];
  if (!described?.schema) return null;
  const shown = JSON.stringify(resolved(described.schema, schemas), null, 2);
  return element("div", {}, element("p", {}, media), element("pre", {}, shown));
}

function parameters(operation) {
  const rows = (operation.parameters ?? []).map((each) =>
    element(
      "tr",
      {},
      element("td", {}, element("code", {}, each.name)),
      element("td", {}, each.in + (each.required ? ", required" : "")),
      element("td", {}, each.description ?? ""),
    ),
  );
  return rows.length ? element("table", {}, element("tbody", {}, ...rows)) : "";
}

function drawn(method, path, operation, schemas) {
  const body = schemaOf(operation.requestBody?.content, schemas);
  const answers = Object.entries(operation.responses ?? {}).map(([status, answer]) => {
    const shape = schemaOf(answer.content, schemas);
    return element("div", {}, element("h4", {}, `${status} ${answer.description ?? ""}`), shape ?? "");
  });
  const summary = element(
    "summary",
    {},
    element("span", { className: "method" }, method.toUpperCase()),
    element("span", { className: "path" }, path),
    operation.security ? "" : element("span", { className: "public" }, "public"),
  );
  const text = element("p", {}, operation.description ?? operation.summary ?? "");
  const asked = body ? element("div", {}, element("h4", {}, "Body"), body) : "";
  return element("details", {}, summary, element("div", {}, text, parameters(operation), asked, ...answers));
}

async function draw() {
  const spec = await (await fetch("openapi.json")).json();
  const schemas = spec.components?.schemas ?? {};
  const groups = new Map();
  for (const [path, item] of Object.entries(spec.paths)) {
    for (const method of METHODS.filter((each) => item[each])) {
      const tag = item[method].tags?.[0] ?? "other";
      if (!groups.has(tag)) groups.set(tag, element("section", {}, element("h2", {}, tag)));
      groups.get(tag).append(drawn(method, path, item[method], schemas));
    }
  }
  document.getElementById("operations").replaceChildren(...groups.values());
}

draw().catch((error) => {
  document.getElementById("operations").textContent = `openapi.json can't be shown: ${error.message}`;
});
