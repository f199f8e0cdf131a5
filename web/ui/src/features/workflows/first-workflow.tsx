import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useLocation } from "wouter";
import { createWorkflow } from "@/api/workflows";
import { Button } from "@/components/button";
import { Empty } from "@/components/empty";
import { Trouble } from "@/components/trouble";
import { EXAMPLE } from "./example";

export function FirstWorkflow() {
  const [, go] = useLocation();
  const queries = useQueryClient();
  const create = useMutation({
    mutationFn: () =>
      createWorkflow({ name: "Temperatures", description: "An example: code, a branch and a log.", definition: EXAMPLE }),
    onSuccess: (workflow) => {
      void queries.invalidateQueries({ queryKey: ["workflows"] });
      go(`/workflows/${workflow.id}`);
    },
  });
  return (
    <Empty
      title="No workflows yet"
      action={
        <Button look="primary" icon={<Plus size={16} aria-hidden />} busy={create.isPending} onClick={() => create.mutate()}>
          Create an example
        </Button>
      }
    >
      <p>
        A workflow is a few steps that hand items to each other: get data, change it with a little code, decide, send.
        Each edit and each step of a run is kept on tape, so you can always see what happened. Start from an example, or
        send one of your own to <code className="font-mono text-sm">POST /api/workflows</code> (
        <a href="/api/docs" className="underline underline-offset-2">
          API
        </a>
        ).
      </p>
      {create.error && (
        <div className="mt-4 text-left">
          <Trouble error={create.error} />
        </div>
      )}
    </Empty>
  );
}
