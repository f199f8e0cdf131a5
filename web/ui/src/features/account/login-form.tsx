import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { logIn } from "@/api/account";
import { Button } from "@/components/button";
import { Field } from "@/components/field";
import { Trouble } from "@/components/trouble";
import { t } from "@/i18n/i18n";

export function LoginForm() {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const attempt = useMutation({ mutationFn: () => logIn(email, password) });
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        attempt.mutate();
      }}
    >
      <Field label={t("account.email")} type="email" autoComplete="username" required autoFocus value={email} onChange={setEmail} />
      <Field
        label={t("account.password")}
        type="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={setPassword}
      />
      {attempt.error && <Trouble error={attempt.error} />}
      <Button look="primary" type="submit" busy={attempt.isPending} className="w-full">
        {t("account.logIn")}
      </Button>
    </form>
  );
}
