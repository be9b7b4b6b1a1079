import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, normalize } from "node:path";
import { glob } from "tinyglobby";
import ts from "typescript";
import { expect, test } from "vitest";

/** What each layer may import besides packages and itself. */
const LAYERS: Record<string, string[]> = {
  "app/platform": [],
  "app/domain": ["app/platform"],
  "app/components": ["app/domain"],
  "app/web": ["app/domain", "app/platform", "app/components"],
  "app/routes": ["app/domain", "app/components", "app/web"],
  worker: ["app/domain", "app/platform"],
};

const MAX_LINES = 250;
const MAX_MEDIAN_LINES = 80;
const MAX_FUNCTION_LINES = 60;
/** Only these may look at the process's environment. */
const ENVIRONMENT_READERS = new Set(["app/platform/env.server.ts"]);

const IGNORED = ["**/*.test.*", "app/platform/generated/**", "**/*.d.ts"];
const files = (await glob(["app/**/*.{ts,tsx}", "worker/**/*.ts"], { ignore: IGNORED })).sort();
const sources = new Map(files.map((path) => [path, readFileSync(path, "utf8")]));
const trees = new Map(
  [...sources].map(([path, text]) => [path, ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true)]),
);

const layerOf = (path: string) => Object.keys(LAYERS).find((layer) => path.startsWith(`${layer}/`));

interface Import {
  target: string;
  typeOnly: boolean;
}

function resolveImport(from: string, specifier: string): string | null {
  if (specifier.startsWith("~/")) return `app/${specifier.slice(2)}`;
  if (specifier.startsWith(".")) return normalize(join(dirname(from), specifier));
  return null;
}

function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  const clause = node.importClause;
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  const named = clause.namedBindings;
  return (
    clause.name === undefined && !!named && ts.isNamedImports(named) && named.elements.every((each) => each.isTypeOnly)
  );
}

function importsOf(path: string): Import[] {
  const found: Import[] = [];
  const visit = (node: ts.Node) => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
      const target = resolveImport(path, (node.moduleSpecifier as ts.StringLiteral).text);
      if (target) found.push({ target, typeOnly: isTypeOnly(node) });
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments;
      const target = argument && ts.isStringLiteral(argument) ? resolveImport(path, argument.text) : null;
      if (target) found.push({ target, typeOnly: false });
    }
    ts.forEachChild(node, visit);
  };
  const tree = trees.get(path);
  if (tree) visit(tree);
  return found;
}

const fileOf = (target: string) =>
  [target, `${target}.ts`, `${target}.tsx`].find((candidate) => sources.has(candidate)) ?? null;

test("every module imports only from the layers its own may see", () => {
  const violations = files.flatMap((path) => {
    const layer = layerOf(path);
    if (!layer) return [];
    return importsOf(path)
      .filter(({ target }) => {
        const to = layerOf(target);
        return to !== undefined && to !== layer && !LAYERS[layer]?.includes(to);
      })
      .map(({ target }) => `${path} → ${target}`);
  });
  expect(violations).toEqual([]);
});

test("the domain sees the platform as types only", () => {
  const violations = files
    .filter((path) => path.startsWith("app/domain/"))
    .flatMap((path) =>
      importsOf(path)
        .filter(({ target, typeOnly }) => target.startsWith("app/platform/") && !typeOnly)
        .map(({ target }) => `${path} → ${target}`),
    );
  expect(violations).toEqual([]);
});

test("what runs in the browser imports nothing that touches the outside", () => {
  const violations = files
    .filter((path) => !path.includes(".server.") && /^app\/(components|domain)\//.test(path))
    .flatMap((path) =>
      importsOf(path)
        .filter(({ target, typeOnly }) => target.includes(".server") && !typeOnly)
        .map(({ target }) => `${path} → ${target}`),
    );
  expect(violations).toEqual([]);
});

test("no import cycles", () => {
  const state = new Map<string, "open" | "done">();
  const cycles: string[] = [];
  const visit = (path: string, trail: string[]) => {
    if (state.get(path) === "done") return;
    if (state.get(path) === "open") {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(" → "));
      return;
    }
    state.set(path, "open");
    for (const { target, typeOnly } of importsOf(path)) {
      const next = typeOnly ? null : fileOf(target);
      if (next) visit(next, [...trail, path]);
    }
    state.set(path, "done");
  };
  for (const path of files) visit(path, []);
  expect(cycles).toEqual([]);
});

test(`no file has over ${MAX_LINES} lines, and half have at most ${MAX_MEDIAN_LINES}`, () => {
  const lengths = files.map((path) => ({ path, lines: (sources.get(path) ?? "").split("\n").length }));
  expect(lengths.filter(({ lines }) => lines > MAX_LINES)).toEqual([]);
  const sorted = lengths.map(({ lines }) => lines).sort((a, b) => a - b);
  expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(MAX_MEDIAN_LINES);
});

test(`no function outside components has over ${MAX_FUNCTION_LINES} lines`, () => {
  const long: string[] = [];
  for (const [path, tree] of trees) {
    if (path.endsWith(".tsx")) continue;
    const visit = (node: ts.Node, outer: boolean) => {
      const isFunction = ts.isFunctionLike(node) && "body" in node && node.body !== undefined;
      if (isFunction && outer) {
        const start = tree.getLineAndCharacterOfPosition(node.getStart()).line;
        const lines = tree.getLineAndCharacterOfPosition(node.end).line - start + 1;
        // A factory's closure is a module of its own: what counts is each function inside it.
        const inner = countInnerFunctionLines(node, tree);
        if (lines - inner > MAX_FUNCTION_LINES) long.push(`${path}:${start + 1} ${lines - inner}`);
      }
      ts.forEachChild(node, (child) => visit(child, outer));
    };
    visit(tree, true);
  }
  expect(long).toEqual([]);
});

function countInnerFunctionLines(node: ts.Node, tree: ts.SourceFile): number {
  let lines = 0;
  const visit = (child: ts.Node) => {
    if (ts.isFunctionLike(child)) {
      lines +=
        tree.getLineAndCharacterOfPosition(child.end).line - tree.getLineAndCharacterOfPosition(child.getStart()).line;
      return;
    }
    ts.forEachChild(child, visit);
  };
  ts.forEachChild(node, visit);
  return lines;
}

test("only one module reads the environment", () => {
  const readers = files.filter(
    (path) => /\bprocess\.env\b/.test(sources.get(path) ?? "") && !ENVIRONMENT_READERS.has(path),
  );
  expect(readers).toEqual([]);
});

test("file names are kebab-case", () => {
  const odd = files.filter(
    (path) => !path.startsWith("app/routes/") && !/^[a-z0-9]+([.-][a-z0-9]+)*\.tsx?$/.test(basename(path)),
  );
  expect(odd).toEqual([]);
});

test("every exported function, class, interface and constant of a domain, platform, web or worker file is documented", () => {
  const bare: string[] = [];
  for (const [path, tree] of trees) {
    if (/^app\/(routes|components|web\/endpoints)\//.test(path) || path.endsWith(".tsx")) continue;
    for (const statement of tree.statements) {
      const isExported = ts.canHaveModifiers(statement)
        ? ts.getModifiers(statement)?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword)
        : false;
      if (!isExported || ts.isExportDeclaration(statement) || isTypeOfDocumentedSchema(statement, tree)) continue;
      if (ts.getJSDocCommentsAndTags(statement).length === 0) {
        bare.push(`${path}:${tree.getLineAndCharacterOfPosition(statement.getStart()).line + 1}`);
      }
    }
  }
  expect(bare).toEqual([]);
});

/** `export type X = z.infer<typeof X>` stands below the schema X and shares its words. */
function isTypeOfDocumentedSchema(statement: ts.Statement, tree: ts.SourceFile): boolean {
  return ts.isTypeAliasDeclaration(statement) && /^z\.(infer|input|output)</.test(statement.type.getText(tree));
}

test("the house has its rooms", () => {
  const rooms = readdirSync(".", { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  for (const room of ["app", "worker", "prisma", "public", "tests", "docs"]) expect(rooms).toContain(room);
});
