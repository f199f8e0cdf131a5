import { Check, TriangleAlert, X } from "lucide-react";
import { useEffect } from "react";
import { Button } from "@/components/button";
import { t } from "@/i18n/i18n";
import { say, useNotice } from "./notice";

const SHOWN_FOR = 8000;

/** Over the foot of the page, so that nothing moves for it. It stays while it has something to complain of. */
export function NoticeBar() {
  const notice = useNotice((state) => state.notice);
  useEffect(() => {
    if (!notice || notice.bad) return;
    const timer = setTimeout(() => say(null), SHOWN_FOR);
    return () => clearTimeout(timer);
  }, [notice]);
  useEffect(() => () => say(null), []);
  return (
    <div role="status" className="pointer-events-none fixed inset-x-4 bottom-5 z-40 flex justify-center">
      {notice && (
        <div className="floating pointer-events-auto flex max-w-2xl items-center gap-3 py-2 pr-2 pl-4 text-sm">
          {notice.bad ? <TriangleAlert size={17} className="shrink-0 text-bad" aria-hidden /> : <Check size={17} className="shrink-0 text-good" aria-hidden />}
          <span className="min-w-0 break-words">{notice.text}</span>
          {notice.undo && (
            <Button look="quiet" className="text-ink underline underline-offset-4" onClick={notice.undo}>
              {t("done.undo")}
            </Button>
          )}
          <button type="button" aria-label={t("close")} className="grid size-8 shrink-0 place-items-center rounded-[7px] text-soft hover:bg-sunk" onClick={() => say(null)}>
            <X size={16} aria-hidden />
          </button>
        </div>
      )}
    </div>
  );
}
