import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { register } from "@/api/account";
import { type FieldError, Problem } from "@/api/problem";
import { faultSaid } from "@/api/said";
import { Button } from "@/components/button";
import { Field } from "@/components/field";
import { Trouble } from "@/components/trouble";
import { t } from "@/i18n/i18n";

export function RegisterForm() {
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const attempt = useMutation({
    mutationFn: () => register({ email, password, ...(name.trim() === "" ? {} : { first_name: name.trim() }) }),
  });
  const errors = attempt.error instanceof Problem ? attempt.error.errors : [];
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        attempt.mutate();
      }}
    >
      <Field
        label={t("account.firstName")}
        autoComplete="given-name"
        value={name}
        onChange={setName}
        error={about("first_name", errors)}
      />
      <Field
        label={t("account.email")}
        type="email"
        autoComplete="username"
        required
        value={email}
        onChange={setEmail}
        error={about("email", errors)}
      />
      <Field
        label={t("account.password")}
        type="password"
        autoComplete="new-password"
        required
        value={password}
        onChange={setPassword}
        hint={t("account.passwordHint")}
        error={about("password", errors)}
      />
      {attempt.error && errors.length === 0 && <Trouble error={attempt.error} />}
      <Button look="primary" type="submit" busy={attempt.isPending} className="w-full">
        {t("account.create")}
      </Button>
    </form>
  );
}

function about(field: string, errors: readonly FieldError[]): string | undefined {
  const fault = errors.find((error) => error.loc.at(-1) === field);
  return fault && faultSaid(fault);
}
