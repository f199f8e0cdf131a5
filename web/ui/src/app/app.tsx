import { QueryClientProvider } from "@tanstack/react-query";
import { ErrorBoundary } from "./error-boundary";
import { Gate } from "./gate";
import { queries } from "./queries";
import { Routes } from "./routes";

export function App() {
  return (
    <ErrorBoundary>
      <QueryClientProvider client={queries}>
        <Gate>
          <Routes />
        </Gate>
      </QueryClientProvider>
    </ErrorBoundary>
  );
}
