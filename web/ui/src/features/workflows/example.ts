import type { Definition } from "@/api/workflows";

const CONVERT = `print(f"{len(items)} readings arrived")
for item in items:
    celsius = item["json"]["celsius"]
    print(f"{item['json']['city']}: {celsius} degrees")
    item["json"]["fahrenheit"] = round(celsius * 9 / 5 + 32, 1)
return items`;

/** Small enough to read at a glance, and it shows data, code, a branch and a log. */
export const EXAMPLE: Definition = {
  nodes: [
    { id: "start", type: "trigger.manual", name: "When I press Run", position: { x: 0, y: 60 } },
    {
      id: "readings",
      type: "code",
      name: "Read temperatures",
      position: { x: 280, y: 60 },
      parameters: {
        language: "javascript",
        code: 'return [["Oslo", -3.5], ["Lisbon", 16], ["Nairobi", 24.5]].map(([city, celsius]) => ({ city, celsius }));',
      },
    },
    {
      id: "convert",
      type: "code",
      name: "Convert",
      position: { x: 560, y: 60 },
      parameters: { language: "python", code: CONVERT },
    },
    {
      id: "warm",
      type: "flow.if",
      name: "Warm?",
      position: { x: 840, y: 60 },
      parameters: { condition: "{{ $json.celsius > 10 }}" },
    },
    {
      id: "outside",
      type: "data.set",
      name: "Go outside",
      position: { x: 1120, y: 0 },
      parameters: { fields: [{ name: "advice", value: "Sit outside in {{ $json.city }}" }], keep: true },
    },
    {
      id: "inside",
      type: "data.set",
      name: "Stay inside",
      position: { x: 1120, y: 120 },
      parameters: { fields: [{ name: "advice", value: "Light the stove in {{ $json.city }}" }], keep: true },
    },
  ],
  edges: [
    { source: "start", target: "readings" },
    { source: "readings", target: "convert" },
    { source: "convert", target: "warm" },
    { source: "warm", source_port: "true", target: "outside" },
    { source: "warm", source_port: "false", target: "inside" },
  ],
};
