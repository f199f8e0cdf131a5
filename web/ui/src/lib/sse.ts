/** One message of an event stream; `id` is the last one seen, as the standard has it. */
export interface Message {
  id: string;
  event: string;
  data: string;
}

/** Reads an event stream piece by piece; pieces may end anywhere. */
export class MessageReader {
  private rest = "";
  private id = "";
  private event = "";
  private data: string[] = [];
  private begun = false;

  /** The messages that this piece completes. */
  push(piece: string): Message[] {
    const lines = this.lines(piece);
    return lines.flatMap((line) => this.line(line) ?? []);
  }

  private lines(piece: string): string[] {
    let text = this.rest + piece;
    if (!this.begun && text !== "") {
      text = text.replace(/^\uFEFF/, "");
      this.begun = true;
    }
    const held = text.endsWith("\r") ? 1 : 0;
    const lines = text.slice(0, text.length - held).split(/\r\n|\n|\r/);
    this.rest = (lines.pop() ?? "") + "\r".repeat(held);
    return lines;
  }

  private line(line: string): Message | null {
    if (line === "") return this.dispatch();
    const colon = line.indexOf(":");
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "id" && !value.includes("\0")) this.id = value;
    else if (name === "event") this.event = value;
    else if (name === "data") this.data.push(value);
    return null;
  }

  private dispatch(): Message | null {
    const { id, event, data } = this;
    this.event = "";
    this.data = [];
    return data.length === 0 ? null : { id, event: event || "message", data: data.join("\n") };
  }
}
