import { useEffect, useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { type Workflow, workflowQuery } from "@/api/workflows";
import { shelfOf } from "./kept";
import { OpenWorkflow } from "./open";
import { remoteOf } from "./remote";
import { beTogether } from "./together";

const LOOK_EVERY = 15_000;

/** Opens the workflow for as long as the component lives; `workflow` is the state to begin with. */
export function useOpenWorkflow(workflow: Workflow): OpenWorkflow {
  const queries = useQueryClient();
  const fresh = { ...workflowQuery(workflow.id), staleTime: 0 };
  const [open] = useState(() => {
    return new OpenWorkflow(workflow, { ...remoteOf(workflow.id), load: () => queries.query(fresh) }, shelfOf(workflow.id));
  });
  useEffect(() => {
    void open.resume();
    const look = () => {
      if (document.visibilityState === "visible") void queries.query(fresh).then((newer) => open.refresh(newer), () => undefined);
    };
    const online = () => open.retry();
    const timer = setInterval(look, LOOK_EVERY);
    const leaving = new AbortController();
    beTogether(workflow.id, open, look, leaving.signal);
    addEventListener("focus", look);
    addEventListener("online", online);
    return () => {
      leaving.abort();
      clearInterval(timer);
      removeEventListener("focus", look);
      removeEventListener("online", online);
      open.close();
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- one workflow is open from the first to the last render
  }, [open]);
  return open;
}
