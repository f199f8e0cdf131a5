import { lazy, type ReactNode, Suspense } from "react";
import { Redirect, Route, Switch } from "wouter";
import { ExecutionList } from "@/features/executions/execution-list";
import { ExecutionsPage } from "@/features/executions/executions-page";
import { SettingsPage } from "@/features/settings/settings-page";
import { WorkflowPage } from "@/features/workflows/workflow-page";
import { WorkflowsPage } from "@/features/workflows/workflows-page";
import { Empty } from "@/components/empty";
import { t } from "@/i18n/i18n";
import { Shell } from "./shell";

const TemplatesPage = lazy(() => import("@/features/workflows/templates-page").then((module) => ({ default: module.TemplatesPage })));
const VersionsPage = lazy(() => import("@/features/versions/versions-page").then((module) => ({ default: module.VersionsPage })));
const EditorPage = lazy(() => import("./editor/editor-page").then((module) => ({ default: module.EditorPage })));
const ExecutionPage = lazy(() => import("@/features/executions/execution-page").then((module) => ({ default: module.ExecutionPage })));

export function Routes() {
  return (
    <Switch>
      <Route path="/">
        <Redirect to="/workflows" replace />
      </Route>
      <Route path="/workflows/:id">
        {({ id }) => (
          <Shell full>
            <Suspense>
              <EditorPage key={id} id={id} />
            </Suspense>
          </Shell>
        )}
      </Route>
      <Route path="/executions/:id">
        {({ id }) => (
          <Shell full>
            <Suspense>
              <ExecutionPage key={id} id={id} />
            </Suspense>
          </Shell>
        )}
      </Route>
      <Route>
        <Shell>
          <Pages />
        </Shell>
      </Route>
    </Switch>
  );
}

/** A page is a line here and, if people should find it, one in shell.tsx. */
function Pages(): ReactNode {
  return (
    <Switch>
      <Route path="/workflows" component={WorkflowsPage} />
      <Route path="/workflows/:id/executions">
        {({ id }) => <WorkflowPage key={id} id={id} executions={<ExecutionList workflowId={id} />} />}
      </Route>
      <Route path="/workflows/:id/versions">
        {({ id }) => (
          <Suspense>
            <VersionsPage key={id} id={id} />
          </Suspense>
        )}
      </Route>
      <Route path="/templates">
        <Suspense>
          <TemplatesPage />
        </Suspense>
      </Route>
      <Route path="/executions" component={ExecutionsPage} />
      <Route path="/settings" component={SettingsPage} />
      <Route>
        <Empty title={t("nowhere.title")}>{t("nowhere.text")}</Empty>
      </Route>
    </Switch>
  );
}
