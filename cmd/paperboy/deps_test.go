package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

// arrow is a row of arrows.
type arrow struct {
	from string
	to   []string
}

// arrows are the walls of the design: which of Paperboy's own packages a
// package may import. A pattern ending in /... stands for everything below it.
// What is in no pattern may import nothing of ours.
var arrows = []arrow{
	{"data", []string{"data/figures", "data/latex", "data/text"}},
	{"data/text", []string{"data/latex"}},
	{"data/audit", []string{"data/figures"}},
	{"data/citekey", []string{"data", "data/latex", "data/text"}},
	{"data/disk", nil},
	{"data/figures", nil},
	{"data/memory", nil},
	{"data/panics", nil},
	{"data/release", nil},
	{"data/sample", []string{"data", "data/text"}},
	{"data/settings", nil},
	{"data/sharedtest", nil},
	{"data/taxonomy", nil},
	{"data/standin", []string{"data"}},
	{"data/format", []string{"data", "data/text"}},
	{"data/format/formats", []string{"data", "data/format/..."}},
	{"data/latex", nil},
	{"data/format/pdf", []string{"data", "data/format", "data/panics", "data/text"}},
	{"data/format/tagged", []string{"data", "data/format", "data/text"}},
	{"data/format/ris", []string{"data", "data/format", "data/format/tagged", "data/text"}},
	{"data/format/bibtex", []string{"data", "data/citekey", "data/format", "data/latex", "data/text"}},
	{"data/format/...", []string{"data", "data/format", "data/format/anyjson", "data/format/xmlread", "data/latex", "data/text"}},
	{"data/fetch", []string{"data", "data/format", "data/format/xmlread", "data/text"}},
	{"data/fetch/fetchtest", []string{"data/fetch"}},
	{"data/thumbnails", []string{"data"}},
	{"data/watch", []string{"data/format"}},
	{"data/store", []string{"data"}},
	{"data/store/sqlite/folder", []string{"data", "data/disk", "data/figures", "data/store", "data/store/sqlite", "data/store/sqlite/salvage", "data/store/sqlite/sqlfile"}},
	{"data/store/sqlite/pagefile", nil},
	{"data/store/sqlite/pack", nil},
	{"data/store/sqlite/sqlfile", []string{"data", "data/disk", "data/store", "data/store/sqlite/pack"}},
	{"data/store/sqlite/salvage", []string{"data", "data/disk", "data/store/sqlite/pack", "data/store/sqlite/pagefile", "data/store/sqlite/sqlfile"}},
	{"data/store/...", []string{"data", "data/disk", "data/panics", "data/store", "data/store/sqlite/salvage", "data/store/sqlite/sqlfile", "data/text", "data/store/sqlite/pagefile"}},
	{"index", []string{"data", "data/text", "index/query", "data/taxonomy"}},
	{"index/query", []string{"data", "data/text", "index/analysis"}},
	{"index/analysis", []string{"data", "data/latex", "data/text"}},
	{"index/highlight", []string{"data", "data/latex", "data/text", "index/query", "index/analysis"}},
	{"index/embedded/bitset", nil},
	{"index/embedded/mapped", nil},
	{"index/embedded/schema", []string{"data", "data/text", "index", "index/analysis"}},
	{"index/embedded/segmentfile", []string{"data", "index/analysis", "index/embedded/mapped", "index/embedded/schema"}},
	{"index/embedded/segment", []string{"data", "data/text", "index", "index/query", "index/analysis", "index/embedded/bitset", "index/embedded/mapped", "index/embedded/schema", "index/embedded/segmentfile"}},
	{"index/embedded/snapshot", []string{"data", "data/text", "data/panics", "index", "index/query", "index/analysis", "index/embedded/bitset", "index/embedded/schema", "index/embedded/segment"}},
	{"index/embedded/facets", []string{"data", "data/text", "index", "index/embedded/bitset", "index/embedded/schema", "index/embedded/segment"}},
	{"index/embedded/bleveindex", []string{"data", "data/disk", "data/text", "data/panics", "index", "index/analysis", "index/embedded/mapped", "index/embedded/schema", "index/embedded/segmentfile", "index/embedded/segment", "index/embedded/snapshot"}},
	{"index/embedded/stock", []string{"data", "data/text", "index", "index/query"}},
	{"index/embedded", []string{"data", "data/text", "data/panics", "index", "index/query", "index/analysis", "index/embedded/bitset", "index/embedded/schema", "index/embedded/segment", "index/embedded/snapshot", "index/embedded/facets", "index/embedded/bleveindex"}},
	{"index/indextest", []string{"data", "data/text", "index", "index/query", "index/analysis"}},
	{"index/assist", []string{"data", "data/text", "index", "index/query", "index/analysis"}},
	{"index/assist/lexicon", []string{"data", "data/disk", "data/text", "data/panics", "index", "index/analysis", "index/embedded/mapped"}},
	{"index/ingest", []string{"data", "data/citekey", "data/text", "data/panics", "data/format", "data/store", "index"}},
	{"index/eval", []string{"data", "data/figures", "data/text", "index", "index/assist", "index/query", "index/analysis"}},
	{"index/bench", []string{"data", "data/figures", "data/text", "data/format", "data/store", "index", "index/query", "index/analysis", "index/ingest", "index/eval", "recommend"}},
	{"index/bench/peers", []string{"data", "data/figures", "data/format", "data/store", "index", "index/query", "index/bench", "index/ingest", "index/eval"}},
	{"recommend", []string{"data", "data/text", "index", "index/analysis"}},
	{"api/fair", []string{"api/fault"}},
	{"api/access", []string{"api/fault", "data", "data/audit", "data/text", "data/store"}},
	{"api/fault", []string{"data", "data/text"}},
	{"api/certs", []string{"data/panics"}},
	{"api/feed", []string{"data", "data/figures", "data/text"}},
	{"api/params", []string{"api/fault", "data", "data/text", "index"}},
	{"api/fields", []string{"api/access", "api/params", "data", "data/store"}},
	{"api/export", []string{"api/fault", "api/params", "data", "data/format", "data/format/formats"}},
	{"api/search", []string{"api/export", "api/fair", "api/fault", "api/feed", "api/fields", "api/params", "data", "data/figures", "data/text", "data/store", "index", "index/assist", "index/query", "index/highlight", "recommend"}},
	{"api/similar", []string{"api/fault", "api/fields", "api/params", "data", "data/figures", "data/store", "index", "recommend"}},
	{"api/lists", []string{"api/access", "api/export", "api/fair", "api/fault", "api/feed", "api/fields", "api/params", "api/similar", "data", "data/figures", "data/audit", "data/text", "data/store", "recommend"}},
	{"api/daily", []string{"api/fault", "api/feed", "api/lists", "api/params", "api/search", "data", "data/figures", "index", "recommend"}},
	{"api/add", []string{"api/fair", "api/fault", "api/library", "data", "data/audit", "data/fetch", "data/format", "data/format/pdf", "data/text", "index/ingest", "data/figures"}},
	{"api/profiles", []string{"api/fault", "api/feed", "api/params", "api/search", "data", "data/taxonomy", "data/text", "index", "index/query"}},
	{"api/library", []string{"api/access", "api/export", "api/fair", "api/fault", "api/fields", "api/params", "api/search", "data", "data/figures", "data/audit", "data/fetch", "data/format", "data/format/formats", "data/format/jsonl", "data/format/pdf", "data/panics", "data/sample", "data/store", "data/text", "data/thumbnails", "data/watch", "index", "index/assist/lexicon", "index/ingest"}},
	{"api/alerts", []string{"api/access", "api/fair", "api/fault", "api/fields", "api/lists", "api/params", "api/search", "api/similar", "data", "data/figures", "data/audit", "data/panics", "data/store", "data/text", "index", "recommend"}},
	{"api/alerts/letter", []string{"api/alerts", "data", "data/figures", "data/latex", "data/store", "data/text"}},
	{"api/alerts/smtp", []string{"api/alerts", "data/text"}},
	{"api/alerts/mailer", []string{"api/alerts", "api/alerts/letter", "api/alerts/smtp"}},
	{"api/alerts/bounce", []string{"api/alerts", "data/text"}},
	{"api/transfer", []string{"api/fault", "api/params", "data"}},
	{"api/guard", []string{"api/access", "api/fair", "api/fault", "data/audit", "data/store", "index"}},
	{"api/metrics", []string{"api/alerts", "api/fault", "api/library", "data/store", "index"}},
	{"api", []string{"api/access", "api/add", "api/alerts", "api/daily", "api/export", "api/fault", "api/feed", "api/fields", "api/lists", "api/params", "api/profiles", "api/search", "api/similar", "api/fair", "api/guard", "api/library", "api/metrics", "api/transfer", "data", "data/audit", "data/fetch", "data/store", "index", "recommend"}},
	{"api/client", []string{"data", "data/format", "data/panics", "index/ingest", "data/store", "api", "api/access", "api/add", "api/alerts", "api/daily", "api/export", "api/fault", "api/fields", "api/library", "api/lists", "api/params", "api/search", "api/similar"}},
	{"api/local", []string{"api", "api/access", "api/alerts", "api/certs", "api/client", "api/library", "data/fetch", "data/figures", "data/store", "data/store/sqlite", "data/store/sqlite/folder", "index", "index/embedded", "index/ingest", "api/export", "api/search"}},
	{"api/server", []string{"api", "api/access", "api/alerts", "api/certs", "api/fair", "api/guard", "api/library", "api/lists", "api/local", "data/audit", "data/fetch", "data/format", "data/format/formats", "data/store/sqlite/folder", "data/thumbnails"}},
	{"web/metadata", []string{"data", "data/format", "data/text"}},
	{"web/zones", nil},
	{"web/view", []string{"data", "data/figures", "data/latex", "index", "index/assist", "api", "api/daily", "api/fault", "api/feed", "api/library", "api/lists", "api/params", "api/search", "api/similar", "data/taxonomy", "api/profiles", "index/query", "index/highlight", "web/metadata", "data/text"}},
	{"web/apidocs", []string{"web/view"}},
	{"web/graph", []string{"data", "data/text", "web/view"}},
	{"web", []string{"data", "data/figures", "data/format", "data/audit", "data/sample", "data/taxonomy", "data/thumbnails", "index", "index/assist", "api", "api/access", "api/alerts", "api/daily", "api/export", "api/fault", "api/guard", "api/library", "api/lists", "api/profiles", "api/search", "api/similar", "api/transfer", "web/apidocs", "web/graph", "web/help", "web/view", "api/params", "api/add", "web/metadata", "web/zones", "data/text"}},
	{"web/help", nil},
	{"cmd/paperboy", []string{"data/...", "index/...", "recommend", "api/...", "web"}},
}

// suites are for tests only, whatever the arrows say.
var suites = []string{"data/sharedtest", "data/standin", "data/fetch/fetchtest", "data/format/formattest", "data/store/storetest", "index/indextest"}

// walls are the places where a library may be used; a test may use a library
// wherever tests lists it as well.
var walls = []struct {
	library string
	within  []string
	tests   []string
}{
	{"github.com/blevesearch/snowballstem", []string{"index/analysis"}, nil},
	{"github.com/blevesearch", []string{"index/embedded/..."}, nil},
	{"modernc.org/sqlite", []string{"data/store/sqlite/sqlfile"}, nil},
	{"github.com/pressly/goose", []string{"data/store/sqlite"}, nil},
	{"github.com/labstack/echo", []string{"api", "api/guard", "api/server", "api/transfer", "web", "cmd/paperboy"}, []string{"api/client"}},
	{"github.com/PuerkitoBio/goquery", []string{"data/format/..."}, []string{"..."}},
	{"github.com/goccy/go-json", []string{"data/format"}, nil},
	{"github.com/klauspost/compress", []string{"data/format", "data/sharedtest", "data/store/sqlite/pack", "index/embedded/segmentfile"}, []string{"..."}},
	{"github.com/wlynxg/chardet", []string{"data/format"}, nil},
	{"github.com/fsnotify/fsnotify", []string{"data/watch"}, nil},
	{"github.com/temoto/robotstxt", []string{"data/fetch"}, []string{"web"}},
	{"github.com/prometheus/client_golang", []string{"api/metrics"}, nil},
	{"github.com/spf13/pflag", []string{"api/alerts/mailer", "api/server", "data/settings", "cmd/paperboy"}, nil},
	{"github.com/spf13", []string{"cmd/paperboy"}, nil},
	{"github.com/KimMachineGun/automemlimit", []string{"data/memory"}, nil},
	{"github.com/gofrs/flock", []string{"data/store/sqlite/folder", "index/embedded/bleveindex"}, nil},
	{"go.etcd.io/bbolt", []string{"index/embedded/bleveindex"}, nil},
	{"github.com/RoaringBitmap/roaring", []string{"index/embedded/bleveindex", "index/embedded/segmentfile"}, nil},
	{"github.com/yuin/goldmark", []string{"web/help"}, nil},
	{"github.com/schollz/progressbar", []string{"cmd/paperboy"}, nil},
	{"go.yaml.in/yaml/v3", []string{"data/settings", "data/format/anyjson"}, nil},
	{"golang.org/x/crypto/acme", []string{"api/certs"}, nil},
	{"golang.org/x", []string{"api/alerts", "api/certs", "api/fair", "data/latex", "data/text", "data/format/...", "index/...", "web/view", "cmd/paperboy"}, []string{"..."}},
	{"github.com/google/go-cmp", []string{"data/format/formattest", "data/store/storetest", "index/indextest"}, []string{"..."}},
	{"github.com/wneessen/go-mail", []string{"api/alerts/smtp"}, nil},
	{"github.com/emersion/go-msgauth", []string{"api/alerts/smtp"}, nil},
	{"github.com/emersion", nil, []string{"api/alerts/smtp", "cmd/paperboy"}},
	{"github.com/rogpeppe/go-internal", nil, []string{"..."}},
	{"github.com/mozillazg/go-unidecode", []string{"data/citekey"}, nil},
	{"github.com/chromedp", nil, []string{"web"}},
	{"github.com/santhosh-tekuri/jsonschema", nil, []string{"api"}},
}

// listed is what go list says of one package.
type listed struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
}

const module = "paperboy"

func TestImportsFollowTheDesign(t *testing.T) {
	for _, p := range packages(t) {
		from := inside(p.ImportPath)
		for _, imported := range p.Imports {
			if ours(imported) {
				if to := inside(imported); !mayImport(from, to) {
					t.Errorf("%s imports %s, which no arrow of the design allows", from, to)
				}
			}
		}
	}
}

func TestLibrariesStayBehindTheirWalls(t *testing.T) {
	for _, p := range packages(t) {
		from := inside(p.ImportPath)
		for _, imported := range p.Imports {
			if foreign(imported) && !mayUse(from, imported, false) {
				t.Errorf("%s imports %s: allow it in walls, or keep it where it belongs", from, imported)
			}
		}
		for _, imported := range slices.Concat(p.TestImports, p.XTestImports) {
			if foreign(imported) && !mayUse(from, imported, true) {
				t.Errorf("the tests of %s import %s: allow it in walls, or keep it where it belongs", from, imported)
			}
		}
	}
}

func TestEveryArrowAndWallIsUsed(t *testing.T) {
	all := packages(t)
	for _, a := range arrows {
		if !slices.ContainsFunc(all, func(p listed) bool { return within(inside(p.ImportPath), a.from) }) {
			t.Errorf("no package is %s any more: drop its arrows", a.from)
		}
	}
	for _, w := range walls {
		if !slices.ContainsFunc(all, func(p listed) bool {
			return slices.ContainsFunc(slices.Concat(p.Imports, p.TestImports, p.XTestImports), func(i string) bool {
				return within(i, w.library+"/...")
			})
		}) {
			t.Errorf("nothing imports %s any more: drop its wall", w.library)
		}
	}
}

func mayImport(from, to string) bool {
	if slices.Contains(suites, to) {
		return false
	}
	for _, a := range arrows {
		if within(from, a.from) {
			return withinAny(to, a.to)
		}
	}
	return false
}

func mayUse(from, library string, test bool) bool {
	for _, w := range walls {
		if within(library, w.library+"/...") {
			return withinAny(from, w.within) || test && withinAny(from, w.tests)
		}
	}
	return false
}

// within reports whether a package is what pattern names: itself, or for
// x/... x and everything below it.
func within(pkg, pattern string) bool {
	parent, deep := strings.CutSuffix(pattern, "...")
	if !deep {
		return pkg == pattern
	}
	parent = strings.TrimSuffix(parent, "/")
	return parent == "" || pkg == parent || strings.HasPrefix(pkg, parent+"/")
}

func withinAny(pkg string, patterns []string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool { return within(pkg, pattern) })
}

func ours(importPath string) bool { return within(importPath, module+"/...") }

// foreign reports whether an import is neither ours nor of the standard
// library, whose paths have no dot in the first element.
func foreign(importPath string) bool {
	first, _, _ := strings.Cut(importPath, "/")
	return strings.Contains(first, ".")
}

func inside(importPath string) string {
	return strings.TrimPrefix(path.Clean(importPath), module+"/")
}

func packages(t *testing.T) []listed {
	t.Helper()
	list := exec.Command("go", "list", "-json=ImportPath,Imports,TestImports,XTestImports", module+"/...")
	out, err := list.Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			t.Fatalf("go list: %v\n%s", err, exit.Stderr)
		}
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := dec.Decode(&p); err == io.EOF {
			return all
		} else if err != nil {
			t.Fatalf("go list: %v", err)
		}
		all = append(all, p)
	}
}
