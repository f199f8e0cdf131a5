import { Redirect, Route, Switch } from "wouter";
import { ExecutionList } from "@/features/executions/execution-list";
import { ExecutionPage } from "@/features/executions/execution-page";
import { ExecutionsPage } from "@/features/executions/executions-page";
import { WorkflowPage } from "@/features/workflows/workflow-page";
import { WorkflowsPage } from "@/features/workflows/workflows-page";
import { Empty } from "@/components/empty";
import { Shell } from "./shell";

export function Routes() {
  return (
    <Shell>
      <Switch>
        <Route path="/">
          <Redirect to="/workflows" replace />
        </Route>
        <Route path="/workflows" component={WorkflowsPage} />
        <Route path="/workflows/:id">
          {({ id }) => <WorkflowPage key={id} id={id} executions={<ExecutionList workflowId={id} />} />}
        </Route>
        <Route path="/executions" component={ExecutionsPage} />
        <Route path="/executions/:id">{({ id }) => <ExecutionPage key={id} id={id} />}</Route>
        <Route>
          <Empty title="There is nothing at this address">Choose workflows or executions above.</Empty>
        </Route>
      </Switch>
    </Shell>
  );
}
