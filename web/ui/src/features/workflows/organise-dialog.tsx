import { useQuery } from "@tanstack/react-query";
import { type SubmitEvent, useId, useState } from "react";
import { labelsQuery, type WorkflowChange } from "@/api/workflow-list";
import type { WorkflowSummary } from "@/api/workflows";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { Field } from "@/components/field";
import { t } from "@/i18n/i18n";
import type { Deeds } from "./deeds";
import { tagsIn } from "./tags";

interface Props {
  workflows: readonly WorkflowSummary[];
  deeds: Deeds;
  onClose: () => void;
}

export function OrganiseDialog({ workflows, deeds, onClose }: Props) {
  const [first] = workflows;
  const save = (change: (workflow: WorkflowSummary) => WorkflowChange) => {
    onClose();
    void deeds.organise(workflows, change);
  };
  return (
    <Dialog label={workflows.length === 1 ? t("organise.one") : t("organise.title")} onClose={onClose}>
      {workflows.length === 1 && first ? <OfOne workflow={first} onSave={(change) => save(() => change)} /> : <OfMany onSave={save} />}
    </Dialog>
  );
}

function OfOne({ workflow, onSave }: { workflow: WorkflowSummary; onSave: (change: WorkflowChange) => void }) {
  const [name, setName] = useState(workflow.name);
  const [description, setDescription] = useState(workflow.description);
  const [folder, setFolder] = useState(workflow.folder ?? "");
  const [tags, setTags] = useState(workflow.tags.join(", "));
  return (
    <Form onSubmit={() => onSave({ name: name.trim(), description, folder: folder.trim() || null, tags: tagsIn(tags) })}>
      <Field label={t("organise.name")} value={name} onChange={setName} required maxLength={255} />
      <Field label={t("organise.description")} value={description} onChange={setDescription} />
      <FolderField value={folder} onChange={setFolder} />
      <Field label={t("organise.tags")} value={tags} onChange={setTags} hint={t("organise.tagsHint")} />
    </Form>
  );
}

/** Tags are added and taken away, so that what the workflows have besides stays. */
function OfMany({ onSave }: { onSave: (change: (workflow: WorkflowSummary) => WorkflowChange) => void }) {
  const [add, setAdd] = useState("");
  const [remove, setRemove] = useState("");
  const [moves, setMoves] = useState(false);
  const [folder, setFolder] = useState("");
  const change = ({ tags }: WorkflowSummary): WorkflowChange => {
    const gone = tagsIn(remove);
    const left = [...new Set([...tags, ...tagsIn(add)])].filter((tag) => !gone.includes(tag));
    return { tags: left, ...(moves ? { folder: folder.trim() || null } : {}) };
  };
  return (
    <Form onSubmit={() => onSave(change)}>
      <Field label={t("organise.addTags")} value={add} onChange={setAdd} hint={t("organise.tagsHint")} />
      <Field label={t("organise.removeTags")} value={remove} onChange={setRemove} />
      <label className="flex items-center gap-2 text-sm font-medium">
        <input type="checkbox" className="size-4 accent-ink" checked={moves} onChange={() => setMoves(!moves)} />
        {t("organise.move")}
      </label>
      <FolderField value={folder} onChange={setFolder} disabled={!moves} />
    </Form>
  );
}

function FolderField({ value, onChange, disabled = false }: { value: string; onChange: (folder: string) => void; disabled?: boolean }) {
  const folders = useQuery(labelsQuery("folders")).data ?? [];
  const list = useId();
  return (
    <>
      <Field label={t("organise.folder")} value={value} onChange={onChange} hint={t("organise.folderHint")} list={list} disabled={disabled} />
      <datalist id={list}>
        {folders.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}

function Form({ onSubmit, children }: { onSubmit: () => void; children: React.ReactNode }) {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form className="space-y-4 overflow-y-auto p-5" onSubmit={submit}>
      {children}
      <div className="flex justify-end">
        <Button look="primary" type="submit">
          {t("organise.save")}
        </Button>
      </div>
    </form>
  );
}
