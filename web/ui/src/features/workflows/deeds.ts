import type { QueryClient } from "@tanstack/react-query";
import { parseExact } from "@/api/exact-json";
import { call } from "@/api/client";
import { Problem } from "@/api/problem";
import { errorSaid, faultSaid } from "@/api/said";
import { addWorkflow, archiveWorkflow, changeWorkflow, type PortableWorkflow, unarchiveWorkflow, type WorkflowChange } from "@/api/workflow-list";
import { setActive, type Workflow, type WorkflowSummary } from "@/api/workflows";
import { type MessageKey, t } from "@/i18n/i18n";
import { each, type Failure } from "./each";
import { say } from "./notice";
import { exported, portable } from "./portable";
import { saveAs } from "./save-as";

type Many = readonly WorkflowSummary[];
type Done = Exclude<Extract<MessageKey, `done.${string}ed`>, "done.failed">;

/** What can be done to one workflow or to many; each says what came of it. */
export class Deeds {
  constructor(private readonly queries: QueryClient) {}

  archive(all: Many): Promise<void> {
    return this.doAll(all, "done.archived", ({ id }) => archiveWorkflow(id), () => void this.restore(all));
  }

  restore(all: Many): Promise<void> {
    return this.doAll(all, "done.restored", ({ id }) => unarchiveWorkflow(id));
  }

  activate(all: Many, active: boolean): Promise<void> {
    return this.doAll(all, active ? "done.activated" : "done.deactivated", ({ id }) => setActive(id, active));
  }

  organise(all: Many, change: (workflow: WorkflowSummary) => WorkflowChange): Promise<void> {
    return this.doAll(all, "done.organised", (workflow) => changeWorkflow(workflow.id, change(workflow)));
  }

  duplicate(all: Many): Promise<void> {
    return this.doAll(all, "done.duplicated", async ({ id }) => {
      const whole = portable(await read(id));
      await addWorkflow({ ...whole, name: t("workflow.copyOf", { name: whole.name }) });
    });
  }

  add(all: readonly PortableWorkflow[]): Promise<void> {
    return this.doAll(all, "done.imported", addWorkflow);
  }

  async export(all: Many): Promise<void> {
    const [only] = all;
    await this.carry(all, "done.exported", (text) => saveAs(`${all.length === 1 && only ? fileName(only.name) : "workflows"}.json`, text));
  }

  async copy(all: Many): Promise<void> {
    await this.carry(all, "done.copied", (text) => navigator.clipboard.writeText(text));
  }

  private async carry(all: Many, done: Done, give: (text: string) => unknown): Promise<void> {
    const whole = new Map<string, PortableWorkflow>();
    const failures = await each(all, async ({ id }) => whole.set(id, portable(await read(id))));
    if (whole.size > 0) await give(exported(all.flatMap(({ id }) => whole.get(id) ?? [])));
    report(done, all.length, failures);
  }

  private async doAll<T extends { name: string }>(all: readonly T[], done: Done, deed: (one: T) => Promise<unknown>, undo?: () => void): Promise<void> {
    const failures = await each(all, deed);
    await this.queries.invalidateQueries({ queryKey: ["workflows"] });
    report(done, all.length, failures, undo);
  }
}

function report(done: Done, count: number, failures: readonly Failure<{ name: string }>[], undo?: () => void): void {
  const [first] = failures;
  if (!first) {
    say({ text: t(done, { count }), ...(undo ? { undo } : {}) });
    return;
  }
  const said = { name: first.of.name, message: reason(first.error) };
  say({ text: failures.length === 1 ? t("done.failed", said) : t("done.failedMore", { ...said, count: failures.length - 1 }), bad: true });
}

function reason(error: Error): string {
  const details = error instanceof Problem ? error.errors.map(faultSaid) : [];
  return [errorSaid(error), ...details.slice(0, 3)].join(" ");
}

async function read(id: string): Promise<Workflow> {
  return parseExact(await (await call(`/api/workflows/${encodeURIComponent(id)}`)).text()) as Workflow;
}

function fileName(name: string): string {
  return name.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 80) || "workflow";
}
