export function VersionsPage({ id }: { id: string }) {
  return <p>{id}</p>;
}
