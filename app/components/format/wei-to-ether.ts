const WEI_DIGITS = 18;

/** Wei as ether, exactly: `3500`, `0.000000000000000001`. */
export function weiToEther(wei: string): string {
  const negative = wei.startsWith("-");
  const digits = (negative ? wei.slice(1) : wei).padStart(WEI_DIGITS + 1, "0");
  const whole = digits.slice(0, -WEI_DIGITS);
  const fraction = digits.slice(-WEI_DIGITS).replace(/0+$/, "");
  return `${negative ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

/** Ether for people: thousands apart, at most four decimals, and never 0 for what is not. */
export function humanEther(wei: string): string {
  const exact = weiToEther(wei);
  const [whole = "0", fraction = ""] = exact.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  if (fraction === "") return grouped;
  const short = fraction.slice(0, 4).replace(/0+$/, "");
  if (short !== "") return `${grouped}.${short}`;
  return whole === "0" || whole === "-0" ? `${whole === "-0" ? ">-" : "<"}0.0001` : grouped;
}
