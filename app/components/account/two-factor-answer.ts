/** What a new authenticator is given, shown once; `qr` is the URI, drawn. */
export interface Enrolment {
  secret: string;
  uri: string;
  qr: { size: number; d: string };
}

/** What the page of the second factor is answered to one of its forms. */
export type TwoFactorAnswer =
  | { kind: "started"; enrolment: Enrolment }
  | { kind: "wrong-code"; message: string }
  | { kind: "codes"; recoveryCodes: { list: string[] }; isNew: boolean }
  | { kind: "disabled" }
  | { kind: "failed"; message: string };
