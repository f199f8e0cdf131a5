import { useMutation } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { type SubmitEvent, useRef, useState } from "react";
import { useLocation } from "wouter";
import { execute } from "@/api/executions";
import { Button } from "@/components/button";
import { Trouble } from "@/components/trouble";
import { type JsonFault, jsonFault } from "@/lib/json-fault";
import { FaultNote } from "./fault-note";

/** Run the draft, with or without input; input that is no JSON is pointed at and not sent. */
export function RunForm({ workflowId }: { workflowId: string }) {
  const [, go] = useLocation();
  const [input, setInput] = useState("");
  const [fault, setFault] = useState<JsonFault | null>(null);
  const box = useRef<HTMLTextAreaElement>(null);
  const run = useMutation({
    mutationFn: () => execute(workflowId, input),
    onSuccess: (executionId) => go(`/executions/${executionId}`),
  });

  function submit(event: SubmitEvent) {
    event.preventDefault();
    const found = input.trim() === "" ? null : jsonFault(input);
    setFault(found);
    if (!found) {
      run.mutate();
      return;
    }
    box.current?.focus();
    box.current?.setSelectionRange(found.offset, found.offset + 1);
  }

  return (
    <form className="panel p-4" onSubmit={submit} aria-label="Run">
      <label htmlFor="input" className="mb-1 block text-sm font-medium">
        Input <span className="font-normal text-faint">(JSON, optional)</span>
      </label>
      <textarea
        id="input"
        ref={box}
        rows={5}
        spellCheck={false}
        className="field resize-y font-mono text-sm"
        placeholder={'{"city": "Oslo"}'}
        value={input}
        aria-invalid={fault !== null}
        aria-describedby={fault ? "input-fault" : undefined}
        onChange={(event) => {
          setInput(event.target.value);
          setFault(null);
        }}
      />
      {fault && <FaultNote id="input-fault" text={input} fault={fault} />}
      <Button
        look="primary"
        type="submit"
        busy={run.isPending}
        icon={<Play size={16} fill="currentColor" aria-hidden />}
        className="mt-3 w-full"
      >
        Run
      </Button>
      {run.error && (
        <div className="mt-3">
          <Trouble error={run.error} />
        </div>
      )}
    </form>
  );
}
