import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A real HTTP server for one test; its address without a slash at the end. */
export function serve(answer: Answer): string {
  const server = createServer(answer).listen(0);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export function problem(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "Content-Type": "application/problem+json" }).end(JSON.stringify(body));
}
