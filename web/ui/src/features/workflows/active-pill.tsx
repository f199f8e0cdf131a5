export function ActivePill({ active }: { active: boolean }) {
  return (
    <span
      className={`inline-flex items-center gap-1.5 rounded-full px-2.5 py-0.5 text-sm font-medium ${active ? "bg-good-wash text-good" : "bg-rest-wash text-rest"}`}
      title={active ? "Its webhooks and schedules start it" : "It runs only by hand"}
    >
      <span className={`size-1.5 rounded-full ${active ? "bg-good" : "border border-rest"}`} />
      {active ? "Active" : "Draft"}
    </span>
  );
}
