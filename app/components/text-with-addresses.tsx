import { visibleText } from "~/domain/transactions/visible-text";
import { AddressView } from "./address-view";

interface Props {
  text: string;
  network: string;
}

const MAX_CHARACTERS = 600;
const STOP = /^[.,;:)]+/;

/** Prose with addresses in it, each shown as every address is. */
export function TextWithAddresses({ text, network }: Props) {
  const parts = visibleText(text, MAX_CHARACTERS).split(/(0x[0-9a-fA-F]{40})(?![0-9a-fA-F])/);
  return (
    <bdi>
      {parts.map((part, index) =>
        index % 2 === 0 ? (
          index === 0 ? (
            part
          ) : (
            part.replace(STOP, "")
          )
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text, in their order.
          <span key={index} className="whitespace-nowrap">
            <AddressView address={part} network={network} bare className="align-middle" />
            {/* A full stop must not stand alone on the next line. */}
            {STOP.exec(parts[index + 1] ?? "")?.[0]}
          </span>
        ),
      )}
    </bdi>
  );
}
