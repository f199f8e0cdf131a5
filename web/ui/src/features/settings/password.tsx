import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { changePassword, userQuery } from "@/api/account";
import { Problem } from "@/api/problem";
import { errorSaid, faultSaid } from "@/api/said";
import { Field } from "@/components/field";
import { Trouble } from "@/components/trouble";
import { t } from "@/i18n/i18n";
import { SaveLine } from "./save-line";
import { Section } from "./section";

export function Password() {
  const email = useQuery(userQuery).data?.email ?? "";
  const [current, setCurrent] = useState("");
  const [wished, setWished] = useState("");
  const change = useMutation({
    mutationFn: () => changePassword(current, wished),
    onSuccess: () => {
      setCurrent("");
      setWished("");
    },
  });
  const { current: wrong, new: weak, other } = placed(change.error);
  return (
    <Section id="password" title={t("settings.password")} text={t("settings.passwordText")}>
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t("settings.current")} type="password" autoComplete="current-password" required value={current} onChange={setCurrent} error={wrong} />
          <Field label={t("settings.new")} type="password" autoComplete="new-password" required value={wished} onChange={setWished} error={weak} hint={t("account.passwordHint")} />
        </div>
        {other && <Trouble error={other} />}
        <SaveLine label={t("settings.changePassword")} busy={change.isPending} disabled={current === "" || wished === ""} done={change.isSuccess ? t("settings.passwordChanged") : ""} />
      </form>
    </Section>
  );
}

/** Beside the field that it is about, where it is about one. */
function placed(error: Error | null): { current?: string; new?: string; other?: Error } {
  if (!error) return {};
  if (!(error instanceof Problem)) return { other: error };
  if (error.code === "wrong_password") return { current: errorSaid(error) };
  const weak = error.errors.find(({ loc }) => loc.at(-1) === "new");
  return weak ? { new: faultSaid(weak) } : { other: error };
}
