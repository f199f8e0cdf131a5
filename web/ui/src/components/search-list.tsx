import { type KeyboardEvent, type ReactNode, useEffect, useEffectEvent, useId, useRef, useState } from "react";

interface Look {
  bar: string;
  field: string;
  list: string;
  row: string;
}

/** Alone in a dialog, among other fields of one, or floating in a box of its own. */
const LOOKS = {
  alone: { bar: "border-b border-line", field: "w-full bg-transparent px-5 py-3.5 outline-none", list: "max-h-[55dvh] p-1.5", row: "gap-3 px-3 py-2 text-sm" },
  among: { bar: "flex flex-wrap gap-2 border-b border-line p-3", field: "field min-w-40 flex-1 text-sm", list: "max-h-[45dvh] p-1.5", row: "gap-3 px-3 py-2 text-sm" },
  floating: { bar: "border-b border-line", field: "w-full bg-transparent px-3.5 py-2.5 text-sm outline-none", list: "min-h-0 flex-1 p-1", row: "gap-2.5 px-2 py-1.5" },
} satisfies Record<string, Look>;

interface Props<Choice> {
  look: keyof typeof LOOKS;
  label: string;
  placeholder: string;
  /** What the list is called. */
  title: string;
  /** What fits, best first; null while nobody knows. What is entered meanwhile is chosen as soon as it is known. */
  find: (typed: string) => readonly Choice[] | null;
  keyOf: (choice: Choice) => string;
  hintOf?: (choice: Choice) => string;
  children: (choice: Choice) => ReactNode;
  onChoose: (choice: Choice) => void;
  /** Said where nothing fits. */
  none: (typed: string) => string;
  /** Other fields beside the one to type in. */
  beside?: ReactNode;
}

/** Choose one of many by typing, by arrow keys or by pointer. */
export function SearchList<Choice>({ look, label, placeholder, title, find, keyOf, hintOf, children, onChoose, none, beside }: Props<Choice>) {
  const [typed, setTyped] = useState("");
  const [place, setPlace] = useState(0);
  const [early, setEarly] = useState(false);
  const list = useRef<HTMLUListElement>(null);
  const id = useId();
  const found = find(typed);
  const choices = found ?? [];
  const { bar, field, list: box, row } = LOOKS[look];
  const choose = (index: number) => {
    if (index < choices.length) onChoose(choices[index] as Choice);
  };
  const step = (event: KeyboardEvent) => {
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by === 0 && event.key !== "Enter") return;
    event.preventDefault();
    if (by !== 0) setPlace((place + by + choices.length) % Math.max(1, choices.length));
    else if (found) choose(place);
    else setEarly(true);
  };
  const chooseNow = useEffectEvent(() => choose(place));
  const known = found !== null;
  useEffect(() => {
    if (early && known) chooseNow();
  }, [early, known]);
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [place]);
  return (
    <>
      <div className={bar}>
        <input
          autoFocus
          type="search"
          role="combobox"
          aria-expanded
          aria-controls={id}
          aria-activedescendant={`${id}-${place}`}
          aria-label={label}
          placeholder={placeholder}
          className={field}
          value={typed}
          onChange={({ target }) => {
            setTyped(target.value);
            setPlace(0);
          }}
          onKeyDown={step}
        />
        {beside}
      </div>
      <ul ref={list} id={id} role="listbox" aria-label={title} className={`overflow-y-auto ${box}`}>
        {choices.map((choice, index) => (
          <li
            key={keyOf(choice)}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === place}
            title={hintOf?.(choice)}
            className={`flex cursor-pointer items-center rounded-[7px] ${row} ${index === place ? "bg-sunk" : ""}`}
            onPointerMove={() => setPlace(index)}
            onClick={() => choose(index)}
          >
            {children(choice)}
          </li>
        ))}
        {known && choices.length === 0 && <li className="px-3 py-4 text-sm text-faint">{none(typed)}</li>}
      </ul>
    </>
  );
}
