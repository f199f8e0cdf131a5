import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changeNames, type User, userQuery } from "@/api/account";
import { Field } from "@/components/field";
import { Skeleton } from "@/components/skeleton";
import { Trouble } from "@/components/trouble";
import { t } from "@/i18n/i18n";
import { SaveLine } from "./save-line";
import { Section } from "./section";

export function Profile() {
  const { data: user, error } = useQuery(userQuery);
  return (
    <Section id="profile" title={t("settings.profile")} text={t("settings.profileText")}>
      {error && <Trouble error={error} />}
      {user ? <Names user={user} /> : <Skeleton rows={2} />}
    </Section>
  );
}

function Names({ user }: { user: User }) {
  const queries = useQueryClient();
  const [first, setFirst] = useState(user.first_name ?? "");
  const [last, setLast] = useState(user.last_name ?? "");
  const save = useMutation({
    mutationFn: () => changeNames({ first_name: first.trim(), last_name: last.trim() }),
    onSuccess: (changed) => queries.setQueryData(userQuery.queryKey, changed),
  });
  const changed = first.trim() !== (user.first_name ?? "") || last.trim() !== (user.last_name ?? "");
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t("settings.firstName")} value={first} onChange={setFirst} autoComplete="given-name" maxLength={100} />
        <Field label={t("settings.lastName")} value={last} onChange={setLast} autoComplete="family-name" maxLength={100} />
      </div>
      <Field label={t("settings.email")} value={user.email} onChange={() => undefined} readOnly />
      {save.error && <Trouble error={save.error} />}
      <SaveLine label={t("settings.save")} busy={save.isPending} disabled={!changed} done={save.isSuccess && !changed ? t("settings.saved") : ""} />
    </form>
  );
}
