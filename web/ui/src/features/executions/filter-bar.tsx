import { Check, ChevronDown, X } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { type ComponentProps, useEffect, useRef, useState } from "react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { STATUSES, TRIGGERS } from "@/api/executions";
import { workflowPages } from "@/api/workflows";
import { Button } from "@/components/button";
import { Choice } from "@/components/choice";
import { Labelled } from "@/components/labelled";
import { StateIcon, stateLabel } from "@/components/status";
import { t } from "@/i18n/i18n";
import { timeZone } from "@/lib/format";
import { localIn } from "@/lib/zones";
import { usePreferences } from "@/preferences/preferences";
import { type Filters, RANGES } from "./filters";
import { triggerName } from "./words";

interface Props {
  filters: Filters;
  onChange: (change: Partial<Filters>) => void;
}

const NOTHING: Filters = { statuses: [], workflowId: "", trigger: "", range: null, since: "", until: "", text: "" };

export function FilterBar({ filters, onChange }: Props) {
  const isFiltered = JSON.stringify(filters) !== JSON.stringify(NOTHING);
  return (
    <div role="group" aria-label={t("filter.label")} className="mb-4 flex flex-wrap items-end gap-3 text-sm">
      <Statuses filters={filters} onChange={onChange} />
      <Workflows filters={filters} onChange={onChange} />
      <Choose label={t("executions.trigger")} value={filters.trigger} onChange={(trigger) => onChange({ trigger })} options={TRIGGERS.map((name) => [name, triggerName(name)])} />
      <Times filters={filters} onChange={onChange} />
      <Text key={filters.text} filters={filters} onChange={onChange} />
      {isFiltered && (
        <Button look="quiet" icon={<X size={15} aria-hidden />} onClick={() => onChange(NOTHING)}>
          {t("filter.clear")}
        </Button>
      )}
    </div>
  );
}

function Statuses({ filters: { statuses }, onChange }: Props) {
  const [only] = statuses;
  const shown = only === undefined ? t("filter.any") : statuses.length === 1 ? stateLabel(only) : t("filter.several", { count: statuses.length });
  return (
    <DropdownMenu.Root modal={false}>
      <Labelled small label={t("executions.status")}>
        {(id) => (
          <DropdownMenu.Trigger id={id} className="field flex h-9 w-40 items-center justify-between gap-2 py-0 text-left" aria-label={`${t("executions.status")}: ${shown}`}>
            <span className="truncate">{shown}</span>
            <ChevronDown size={15} className="shrink-0 text-faint" aria-hidden />
          </DropdownMenu.Trigger>
        )}
      </Labelled>
      <DropdownMenu.Portal>
        <DropdownMenu.Content align="start" sideOffset={4} className="floating z-40 w-48 p-1">
          {STATUSES.map((status) => (
            <DropdownMenu.CheckboxItem
              key={status}
              checked={statuses.includes(status)}
              onSelect={(event) => event.preventDefault()}
              onCheckedChange={(on) => onChange({ statuses: STATUSES.filter((each) => (each === status ? on : statuses.includes(each))) })}
              className="flex h-8 cursor-default items-center gap-2 rounded-[7px] px-2 outline-none data-[highlighted]:bg-sunk"
            >
              <StateIcon state={status} />
              <span className="flex-1">{stateLabel(status)}</span>
              <DropdownMenu.ItemIndicator>
                <Check size={15} aria-hidden />
              </DropdownMenu.ItemIndicator>
            </DropdownMenu.CheckboxItem>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Workflows({ filters, onChange }: Props) {
  const pages = useInfiniteQuery(workflowPages("")).data?.pages;
  const names = (pages ?? []).flatMap((page) => page.items.map(({ id, name }): [string, string] => [id, name]));
  const isListed = filters.workflowId === "" || names.some(([id]) => id === filters.workflowId);
  const options = isListed ? names : [...names, [filters.workflowId, filters.workflowId] as [string, string]];
  return <Choose label={t("workflow")} value={filters.workflowId} onChange={(workflowId) => onChange({ workflowId })} options={options} />;
}

function Times({ filters: { range, since, until }, onChange }: Props) {
  const custom = range === null && (since !== "" || until !== "");
  const choose = (value: string) => {
    const next = RANGES.find((known) => known === value) ?? null;
    onChange({ range: next, until: "", since: value === "custom" ? dayAgo() : "" });
  };
  return (
    <>
      <Choose
        label={t("filter.time")}
        value={range ?? (custom ? "custom" : "")}
        onChange={choose}
        options={[...RANGES.map((name): [string, string] => [name, t(`range.${name}`)]), ["custom", t("range.custom")]]}
      />
      {custom && (
        <>
          <Time label={t("filter.since")} value={since} onChange={(value) => onChange({ since: value })} />
          <Time label={t("filter.until")} value={until} onChange={(value) => onChange({ until: value })} />
        </>
      )}
    </>
  );
}

/** Looked for when the typing pauses. */
function Text({ filters: { text }, onChange }: Props) {
  const [typed, setTyped] = useState(text);
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(pause.current), []);
  const look = (value: string) => {
    clearTimeout(pause.current);
    if (value !== text) onChange({ text: value });
  };
  return (
    <Labelled small label={t("filter.text")}>
      {(id) => (
        <input
          id={id}
          type="search"
          className="field h-9 w-52 py-0"
          placeholder={t("filter.textHint")}
          autoFocus={text !== ""}
          value={typed}
          onChange={({ target }) => {
            setTyped(target.value);
            clearTimeout(pause.current);
            pause.current = setTimeout(() => look(target.value), 400);
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter") look(typed);
          }}
        />
      )}
    </Labelled>
  );
}

/** As `datetime-local` has it: local, to the minute. */
function dayAgo(): string {
  return localIn(timeZone(), Date.now() - 86_400_000).slice(0, 16);
}

/** Or any. */
function Choose({ options, ...props }: Omit<ComponentProps<typeof Choice>, "small">) {
  return <Choice small {...props} options={[["", t("filter.any")], ...options]} />;
}

function Time({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  const zone = usePreferences((preferences) => preferences.timeZone);
  return (
    <Labelled small label={zone === "" ? label : `${label} (${zone})`}>
      {(id) => <input id={id} type="datetime-local" className="field h-9 w-52 py-0" value={value} onChange={(event) => onChange(event.target.value)} />}
    </Labelled>
  );
}
