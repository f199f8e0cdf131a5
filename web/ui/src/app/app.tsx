import { QueryClientProvider } from "@tanstack/react-query";
import { Fragment } from "react";
import { usePreferences } from "@/preferences/preferences";
import { useAppearance } from "./appearance";
import { ErrorBoundary } from "./error-boundary";
import { Gate } from "./gate";
import { queries } from "./queries";
import { Routes } from "./routes";

export function App() {
  useAppearance();
  const words = usePreferences(({ language, timeZone }) => `${language} ${timeZone}`);
  return (
    <Fragment key={words}>
      <ErrorBoundary>
        <QueryClientProvider client={queries}>
          <Gate>
            <Routes />
          </Gate>
        </QueryClientProvider>
      </ErrorBoundary>
    </Fragment>
  );
}
