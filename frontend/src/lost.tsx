// An address that names nothing in the report.
import { href } from "./route";

export function Lost() {
  return (
    <>
      <h1 tabIndex={-1}>Not in this report</h1>
      <p>
        The address names something that this report does not hold. <a href={href("overview")}>Go to the overview.</a>
      </p>
    </>
  );
}
