import { Archive, FolderOpen, Globe, HardDriveDownload, KeyRound, type LucideIcon, Mail, Upload } from "lucide-react";

/** How one field of a source's config, or one of its secrets, is asked for. */
export interface SourceField {
  /** The name of the API; a dot leads into an object: "paging.kind". */
  name: string;
  is: "text" | "number" | "choice" | "switch" | "lines" | "pairs" | "secret" | "secret_lines" | "secret_pairs";
  required?: boolean;
  placeholder?: string;
  /** Of a choice; what is chosen first is what the server takes when nothing is said. */
  options?: readonly string[];
  /** Read by those who know why: folded at first. */
  isAdvanced?: boolean;
  /** Asked only while another field has one of these values. */
  when?: { field: string; is: readonly string[] };
}

export interface SourceKindForm {
  kind: string;
  icon: LucideIcon;
  fields: readonly SourceField[];
}

const fileName: SourceField = { name: "file_name", is: "text", isAdvanced: true };
const megabytes = (usual: string): SourceField => ({ name: "max_megabytes", is: "number", isAdvanced: true, placeholder: usual });
const certificate: SourceField = { name: "ca_certificate", is: "lines", isAdvanced: true, placeholder: "-----BEGIN CERTIFICATE-----" };
const host: SourceField = { name: "host", is: "text", required: true, placeholder: "files.shop.example" };
const port = (usual: string): SourceField => ({ name: "port", is: "number", placeholder: usual });
const path: SourceField = { name: "path", is: "text", required: true, placeholder: "export/prices_*.csv" };
const password: SourceField = { name: "password", is: "secret" };
const paged = { field: "paging.kind", is: ["page", "offset", "cursor", "link"] };

/** One table for all forms: a kind that the API learns is a few lines here and its words in the catalogues. */
export const sourceKinds: readonly SourceKindForm[] = [
  {
    kind: "http",
    icon: Globe,
    fields: [
      { name: "url", is: "text", required: true, placeholder: "https://shop.example/export/prices.csv" },
      // Not sent: it decides which of the ways to log in is asked for.
      { name: "login", is: "choice", options: ["none", "user", "token", "oauth"] },
      { name: "user", is: "text", when: { field: "login", is: ["user"] } },
      { name: "password", is: "secret", when: { field: "login", is: ["user"] } },
      { name: "token", is: "secret", when: { field: "login", is: ["token"] } },
      { name: "oauth_token_url", is: "text", when: { field: "login", is: ["oauth"] } },
      { name: "oauth_client_id", is: "text", when: { field: "login", is: ["oauth"] } },
      { name: "oauth_client_secret", is: "secret", when: { field: "login", is: ["oauth"] } },
      { name: "oauth_scope", is: "text", when: { field: "login", is: ["oauth"] } },
      { name: "headers", is: "pairs", isAdvanced: true, placeholder: "Accept: text/csv" },
      { name: "secret_headers", is: "secret_pairs", isAdvanced: true, placeholder: "X-API-Key: …" },
      { name: "paging.kind", is: "choice", options: ["none", "page", "offset", "cursor", "link"], isAdvanced: true },
      { name: "paging.items", is: "text", placeholder: "data.items", isAdvanced: true, when: paged },
      { name: "paging.parameter", is: "text", placeholder: "page", isAdvanced: true, when: { field: "paging.kind", is: ["page", "offset", "cursor"] } },
      { name: "paging.first", is: "number", isAdvanced: true, when: { field: "paging.kind", is: ["page", "offset"] } },
      { name: "paging.size_parameter", is: "text", placeholder: "per_page", isAdvanced: true, when: { field: "paging.kind", is: ["page", "offset", "cursor"] } },
      { name: "paging.size", is: "number", placeholder: "100", isAdvanced: true, when: { field: "paging.kind", is: ["page", "offset", "cursor"] } },
      { name: "paging.next", is: "text", placeholder: "meta.next", isAdvanced: true, when: { field: "paging.kind", is: ["cursor", "link"] } },
      { name: "paging.max_pages", is: "number", placeholder: "10000", isAdvanced: true, when: paged },
      fileName,
      megabytes("10000"),
      certificate,
    ],
  },
  {
    kind: "ftp",
    icon: HardDriveDownload,
    fields: [
      host, path, { name: "user", is: "text" }, password,
      { name: "encryption", is: "choice", options: ["when_offered", "required", "from_the_start", "none"], isAdvanced: true },
      { ...port("21"), isAdvanced: true }, fileName, megabytes("10000"), certificate,
    ],
  },
  {
    kind: "sftp",
    icon: KeyRound,
    fields: [
      host, path, { name: "user", is: "text", required: true }, password,
      { name: "private_key", is: "secret_lines" }, { name: "private_key_passphrase", is: "secret" },
      { name: "host_key", is: "text", placeholder: "SHA256:…" },
      { ...port("22"), isAdvanced: true }, fileName, megabytes("10000"),
    ],
  },
  {
    kind: "email",
    icon: Mail,
    fields: [
      { ...host, placeholder: "imap.shop.example" }, { name: "user", is: "text", required: true }, password,
      { name: "from", is: "text", placeholder: "tarifs@grossiste.example" }, { name: "subject", is: "text" },
      { name: "attachment", is: "text", placeholder: "*.csv" }, { name: "folder", is: "text", placeholder: "INBOX" }, { name: "mark_read", is: "switch" },
      { name: "encryption", is: "choice", options: ["from_the_start", "required", "when_offered", "none"], isAdvanced: true },
      { ...port("993"), isAdvanced: true }, fileName, megabytes("50"), certificate,
    ],
  },
  {
    kind: "s3",
    icon: Archive,
    fields: [
      { name: "endpoint", is: "text", required: true, placeholder: "https://s3.eu-west-3.amazonaws.com" }, { name: "bucket", is: "text", required: true }, path,
      { name: "access_key", is: "text" }, { name: "secret_key", is: "secret" },
      { name: "region", is: "text", placeholder: "us-east-1", isAdvanced: true }, fileName, megabytes("10000"),
    ],
  },
  {
    kind: "folder",
    icon: FolderOpen,
    fields: [{ ...path, placeholder: "/srv/feeds/prices_*.csv" }, { name: "quiet_seconds", is: "number", placeholder: "5", isAdvanced: true }, fileName, megabytes("10000")],
  },
  { kind: "upload", icon: Upload, fields: [] },
];

export const formOf = (kind: string) => sourceKinds.find((one) => one.kind === kind);
export const isSecret = (field: SourceField) => field.is.startsWith("secret");
/** The API names a refused field like this, so that its words stand beside it. */
export const fieldKey = (field: SourceField) => `${isSecret(field) ? "secrets" : "config"}.${field.name}`;
