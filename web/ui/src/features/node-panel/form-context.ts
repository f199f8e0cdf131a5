import type { ReactNode } from "react";
import type { Schema } from "@/api/node-types";
import type { Json } from "@/document/definition";
import type { Path } from "./faults";
import type { World } from "./world";

/** What all fields of a form know of it. */
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

/** What every editor of code is given. */
export interface CodeFieldProps {
  id: string;
  label: string;
  describedBy: string | undefined;
  /** What is to be said beside the label. */
  note: string | undefined;
  invalid: boolean;
  language: string;
  value: string;
  path: Path;
  context: FormContext;
  onChange: (code: string) => void;
}
