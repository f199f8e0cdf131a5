import { type Sort, SORTS, type WorkflowFilter } from "@/api/workflow-list";

/** What the address says that the list should show, so that it can be gone back to and passed on. */
export function filterOf(query: URLSearchParams): WorkflowFilter {
  const active = query.get("active");
  return {
    search: query.get("q") ?? "",
    tag: query.get("tag"),
    folder: query.get("folder"),
    active: active === null ? null : active === "yes",
    archived: query.get("archived") !== null,
    sort: SORTS.find((sort) => sort === query.get("sort")) ?? "created",
  };
}

export function queryOf({ search, tag, folder, active, archived, sort }: WorkflowFilter): URLSearchParams {
  const query = new URLSearchParams();
  if (search !== "") query.set("q", search);
  if (tag !== null) query.set("tag", tag);
  if (folder !== null) query.set("folder", folder);
  if (active !== null) query.set("active", active ? "yes" : "no");
  if (archived) query.set("archived", "yes");
  if (sort !== ("created" satisfies Sort)) query.set("sort", sort);
  return query;
}

export function isNarrowed({ search, tag, folder, active }: WorkflowFilter): boolean {
  return search !== "" || tag !== null || folder !== null || active !== null;
}
