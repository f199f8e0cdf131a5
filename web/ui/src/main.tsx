import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { tabStream } from "@/api/stream/tab-stream";
import { restWhileHidden } from "@/api/stream/visibility";
import { App } from "@/app/app";
import "@/app/theme.css";

restWhileHidden(tabStream, document, new BroadcastChannel("flowtape.tabs"));

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
