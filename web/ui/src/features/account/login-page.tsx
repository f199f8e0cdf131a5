import { useState } from "react";
import { Mark } from "@/components/mark";
import { useTitle } from "@/components/title";
import { t } from "@/i18n/i18n";
import { LoginForm } from "./login-form";
import { RegisterForm } from "./register-form";

export function LoginPage() {
  const [isNew, setIsNew] = useState(false);
  useTitle(t(isNew ? "account.new" : "account.logIn"));
  return (
    <main className="mx-auto flex min-h-dvh max-w-sm flex-col justify-center px-5 py-12">
      <div className="mb-7 flex items-center gap-3">
        <Mark size={40} />
        <div>
          <p className="text-xl font-semibold tracking-tight">Flowtape</p>
          <p className="text-sm text-soft">{t("account.claim")}</p>
        </div>
      </div>
      <section className="panel p-6">
        <h1 className="mb-4 text-lg font-semibold">{t(isNew ? "account.new" : "account.logIn")}</h1>
        {isNew ? <RegisterForm /> : <LoginForm />}
      </section>
      <p className="mt-4 text-center text-sm text-soft">
        {t(isNew ? "account.has" : "account.isNew")}{" "}
        <button type="button" className="font-medium text-ink underline underline-offset-3" onClick={() => setIsNew(!isNew)}>
          {t(isNew ? "account.logIn" : "account.new")}
        </button>
      </p>
    </main>
  );
}
