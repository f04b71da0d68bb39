// A command to copy.
import { useRef, useState } from "preact/hooks";

export function Command({ text }: { text: string }) {
  const shown = useRef<HTMLElement>(null);
  const [copied, setCopied] = useState(false);
  const copy = () => {
    // Where the page may not write to the clipboard, the text is selected for who copies it by hand.
    const select = () => getSelection()?.selectAllChildren(shown.current!);
    if (!navigator.clipboard) return select();
    navigator.clipboard.writeText(text).then(() => setCopied(true), select);
  };
  return (
    <span class="command">
      <code ref={shown}>{text}</code>{" "}
      <button type="button" class="only-screen" aria-label={`Copy: ${text}`} onClick={copy}>
        {copied ? "Copied" : "Copy"}
      </button>
    </span>
  );
}
