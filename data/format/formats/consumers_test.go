package formats_test

import (
	"bufio"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"paperboy/data"
	"paperboy/data/citekey"
	"paperboy/data/format"
	"paperboy/data/format/formats"
	"paperboy/data/format/formattest"
	"paperboy/data/latex"
	"paperboy/data/sharedtest"
)

//go:embed testdata/consumers.py
var consumersScript string

// consumers finds the programs of other people that read what Paperboy writes. $PAPERBOY_CONSUMERS is a
// virtual environment of Python with pybtex, bibtexparser 2, rispy, pandas and jsonschema. Its folder
// "bibtexparser1" has version 1, and its file "csl-data.json" the schema of CSL-JSON. biber, bibtex and
// pandoc are in the path.
func consumers(t *testing.T) (folder string) {
	t.Helper()
	folder = os.Getenv("PAPERBOY_CONSUMERS")
	if folder == "" {
		t.Log("PAPERBOY_CONSUMERS is not set")
		sharedtest.Require(t, "consumers")
	}
	for _, program := range []string{"biber", "bibtex", "pandoc", filepath.Join(folder, "bin", "python")} {
		if _, err := exec.LookPath(program); err != nil {
			t.Log(err)
			sharedtest.Require(t, "consumers")
		}
	}
	return folder
}

// TestConsumers checks that other programs find in an export the entries, types, names, keys and fields
// that Paperboy wrote: on hostile papers with all that a reference needs, on all of the ACL Anthology,
// and on a sample of it where a program is slow.
func TestConsumers(t *testing.T) {
	folder := consumers(t)
	anthology := anthologyPapers(t)
	work := t.TempDir()
	exportFor(t, work, "hostile", hostilePapers(t), map[string]int{})
	exportFor(t, work, "all", anthology, map[string]int{})
	exportFor(t, work, "sample", every(anthology, len(anthology)/2000), map[string]int{})
	exportFor(t, work, "small", every(anthology, len(anthology)/200), map[string]int{})
	script := filepath.Join(work, "consumers.py")
	if err := os.WriteFile(script, []byte(consumersScript), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, library string
		extra         string
	}{
		{"pybtex", "all", ""}, {"bibtexparser2", "all", ""}, {"bibtexparser1", "small", filepath.Join(folder, "bibtexparser1")}, {"rispy", "all", ""},
		{"csl", "sample", filepath.Join(folder, "csl-data.json")}, {"csv", "all", ""}, {"pandas", "all", ""}, {"excel", "sample", ""},
		{"pandoc-bibtex", "sample", ""}, {"pandoc-csljson", "sample", ""}, {"citeproc", "hostile", ""},
	} {
		for _, library := range slices.Compact([]string{"hostile", c.library}) {
			t.Run(c.name+"/"+library, func(t *testing.T) {
				out, err := exec.CommandContext(t.Context(), filepath.Join(folder, "bin", "python"), script, c.name, work, library, c.extra).CombinedOutput()
				if err != nil {
					t.Errorf("%v\n%s", err, out)
				}
				t.Logf("%s", out)
			})
		}
	}
	for _, library := range []string{"hostile", "sample"} {
		t.Run("bibtex/"+library, func(t *testing.T) { checkBibTeX(t, work, library) })
	}
	for _, library := range []string{"hostile", "small"} {
		t.Run("biber/"+library, func(t *testing.T) { checkBiber(t, work, library) })
	}
}

func anthologyPapers(t *testing.T) []data.Paper {
	t.Helper()
	var papers []data.Paper
	for r, err := range format.Open(t.Context(), sharedtest.Path(t, "corpora/acl.jsonl.zst"), format.Options{Formats: formats.All()}) {
		if err == nil && data.Validate(&r) == nil {
			papers = append(papers, r.Paper)
		}
	}
	if len(papers) != 64_351 {
		t.Fatalf("%d papers of the Anthology", len(papers))
	}
	return papers
}

// every returns every nth paper.
func every(papers []data.Paper, n int) []data.Paper {
	var some []data.Paper
	for i := 0; i < len(papers); i += n {
		some = append(some, papers[i])
	}
	return some
}

// hostilePapers returns papers of every type whose texts have syntax of some format.
func hostilePapers(t *testing.T) []data.Paper {
	t.Helper()
	papers := formattest.Papers(7, 300)
	papers = append(papers,
		data.Paper{Title: "Vitamin D and E-commerce in R: a C++ study", Authors: []string{"Ludwig van der Muster", "John Sample Jr.", "Sample, Jr., Kurt"}},
		data.Paper{Title: "Q&As for CUET_N317@LT-EDI", Authors: []string{"ALPHA Collaboration", "the MAST Team", "World Example Organization", "Example, Inc."}},
		data.Paper{Title: "A {curly} thing", Authors: []string{"Plato", "Test von und zu Muster", "de Souza, Test Jr.", "Test MUSTER III", "李試", "İlker Deneme"}},
	)
	for i := range papers {
		papers[i].Authors = slices.DeleteFunc(papers[i].Authors, func(name string) bool { return strings.ContainsAny(name, "<{*;") })
		papers[i].AuthorCount = nil
		if n := len(papers[i].Authors) + 3; i%5 == 0 {
			papers[i].AuthorCount = &n
		}
		r := data.Record{Paper: papers[i]}
		if err := data.Validate(&r); err != nil {
			t.Fatal(err)
		}
		papers[i] = r.Paper
	}
	return papers
}

// expectedPaper is what a consumer has to find.
type expectedPaper struct {
	Key       string         `json:"key"`
	BibTeX    string         `json:"bibtex"`
	RIS       string         `json:"ris"`
	CSL       string         `json:"csl"`
	Type      string         `json:"stated type"`
	Title     string         `json:"title"`
	Authors   []expectedName `json:"author"`
	Editors   []expectedName `json:"editor"`
	Names     []string       `json:"names"`
	Year      string         `json:"year"`
	Abstract  string         `json:"abstract"`
	Container string         `json:"container"`
	Volume    string         `json:"volume"`
	Number    string         `json:"number"`
	Pages     string         `json:"pages"`
	Publisher string         `json:"publisher"`
	Place     string         `json:"place"`
	School    string         `json:"school"`
	Series    string         `json:"series"`
	Edition   string         `json:"edition"`
	ISBN      string         `json:"isbn"`
	ISSN      string         `json:"issn"`
	DOI       string         `json:"doi"`
	StatedDOI string         `json:"stated doi"`
	URLs      []string       `json:"urls"`
	// Others says by role which lists of names end in "and others".
	Others map[string]bool `json:"others"`
}

type expectedName struct {
	Family  string `json:"family"`
	Given   string `json:"given"`
	Suffix  string `json:"suffix"`
	Literal string `json:"literal"`
	Group   bool   `json:"group"`
}

// expectedTypes has the types of BibTeX, RIS and CSL.
var expectedTypes = map[data.Type][3]string{
	"":                       {"misc", "GEN", "document"},
	data.TypeArticle:         {"article", "JOUR", "article-journal"},
	data.TypeConferencePaper: {"inproceedings", "CPAPER", "paper-conference"},
	data.TypeBook:            {"book", "BOOK", "book"},
	data.TypeChapter:         {"incollection", "CHAP", "chapter"},
	data.TypeThesis:          {"phdthesis", "THES", "thesis"},
	data.TypeReport:          {"techreport", "RPRT", "report"},
	data.TypePreprint:        {"misc", "UNPB", "article"},
	data.TypeDataset:         {"misc", "DATA", "dataset"},
	data.TypeSoftware:        {"misc", "COMP", "software"},
}

func expect(p *data.Paper) expectedPaper {
	types := expectedTypes[format.TypeOf(*p)]
	if format.DegreeOf(*p) == format.Masters {
		types[0] = "mastersthesis"
	}
	year := ""
	if p.Date.Year != 0 {
		year = fmt.Sprintf("%04d", p.Date.Year)
	}
	return expectedPaper{
		Key: p.CitationKey, BibTeX: types[0], RIS: types[1], CSL: types[2], Type: string(p.Type), Title: p.Title, Names: append([]string{}, p.Authors...),
		Authors: expectNames(p, format.AuthorsOf(*p)), Editors: expectNames(p, p.Editors), Year: year, Abstract: p.Abstract, Container: format.Container(*p),
		Volume: p.Volume, Number: p.Number, Pages: p.Pages, Publisher: p.Publisher, Place: p.Place, School: p.School, Series: p.Series, Edition: p.Edition, ISBN: p.ISBN, ISSN: p.ISSN, DOI: format.DOIOf(*p), StatedDOI: p.DOI, URLs: append([]string{}, p.URLs...),
		Others: map[string]bool{"author": format.LacksAuthors(*p) && len(format.AuthorsOf(*p)) > 0, "editor": format.LacksEditors(*p)},
	}
}

func expectNames(p *data.Paper, names []string) []expectedName {
	all := []expectedName{}
	for _, name := range names {
		n := p.NameOf(name)
		all = append(all, expectedName{n.WholeFamily(), n.Given, n.Suffix, n.Literal, n.IsGroup})
	}
	return all
}

// exportFor writes papers in each format, and what consumers have to find. It gives keys to papers that
// have none, as a library does.
func exportFor(t *testing.T, folder, name string, papers []data.Paper, keys map[string]int) {
	t.Helper()
	create := func(extension string) (*bufio.Writer, func()) {
		f, err := os.Create(filepath.Join(folder, name+"."+extension))
		if err != nil {
			t.Fatal(err)
		}
		w := bufio.NewWriter(f)
		return w, func() {
			if err := w.Flush(); err != nil {
				t.Fatal(err)
			}
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
	for i := range papers {
		key := citekey.Make(&papers[i])
		keys[key]++
		papers[i].CitationKey = citekey.Next(key, keys[key])
	}
	expected, finish := create("expected")
	lines := json.NewEncoder(expected)
	for i := range papers {
		if err := lines.Encode(expect(&papers[i])); err != nil {
			t.Fatal(err)
		}
	}
	finish()
	for _, f := range formats.Writers() {
		extension := f.Write.Extension
		if f.Name == "csv-excel" {
			extension = "excel.csv"
		}
		w, finish := create(extension)
		out := f.Write.New(w, format.WriteOptions{})
		for _, p := range papers {
			if err := out.Write(p, ""); err != nil {
				t.Fatal(err)
			}
		}
		if err := out.Close(); err != nil {
			t.Fatal(err)
		}
		finish()
	}
}

// readExpected returns what was exported.
func readExpected(t *testing.T, folder, library string) []expectedPaper {
	t.Helper()
	f, err := os.Open(filepath.Join(folder, library+".expected"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []expectedPaper
	for lines := json.NewDecoder(f); lines.More(); {
		var e expectedPaper
		if err := lines.Decode(&e); err != nil {
			t.Fatal(err)
		}
		all = append(all, e)
	}
	return all
}

// bibItem matches an entry of a list of references that BibTeX made.
var bibItem = regexp.MustCompile(`(?s)\\bibitem(?:\[[^\]]*\])?\{([^}]*)\}(.*?)\n\n`)

// checkBibTeX makes a list of references in the style "plain", which converts titles to lower case:
// each entry is in it, and no capital is lost that must stay.
func checkBibTeX(t *testing.T, folder, library string) {
	t.Helper()
	aux := "\\citation{*}\n\\bibstyle{plain}\n\\bibdata{" + library + "}\n"
	if err := os.WriteFile(filepath.Join(folder, library+".aux"), []byte(aux), 0o600); err != nil {
		t.Fatal(err)
	}
	run := exec.CommandContext(t.Context(), "bibtex", library)
	run.Dir = folder
	if out, err := run.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	made, err := os.ReadFile(filepath.Join(folder, library+".bbl"))
	if err != nil {
		t.Fatal(err)
	}
	references := map[string]string{}
	for _, m := range bibItem.FindAllStringSubmatch(string(made), -1) {
		references[m[1]] = strings.Join(strings.Fields(m[2]), " ")
	}
	expected := readExpected(t, folder, library)
	if len(references) != len(expected) {
		t.Errorf("%d references, want %d", len(references), len(expected))
	}
	wrong := 0
	for _, e := range expected {
		reference, found := references[e.Key]
		if !found {
			t.Errorf("no reference %s", e.Key)
			continue
		}
		bare := strings.NewReplacer("{", "", "}", "").Replace(reference)
		for word := range strings.FieldsSeq(latex.Escape(e.Title)) {
			word = strings.NewReplacer("{", "", "}", "").Replace(word)
			if hasCapitalWithin(word) && !strings.Contains(bare, word) {
				if wrong++; wrong < 10 {
					t.Errorf("%s: %q lost its capitals: %s", e.Key, word, reference)
				}
			}
		}
	}
	t.Logf("%d references, %d words wrong", len(references), wrong)
}

// hasCapitalWithin reports whether a word has a capital after another letter or digit.
func hasCapitalWithin(word string) bool {
	if strings.ContainsAny(word, `\$`) {
		return false
	}
	within := false
	for _, c := range word {
		if within && unicode.IsUpper(c) {
			return true
		}
		within = within || unicode.IsLetter(c) || unicode.IsDigit(c)
	}
	return false
}

// checkBiber lets biber check a library against the data model of biblatex.
func checkBiber(t *testing.T, folder, library string) {
	t.Helper()
	run := exec.CommandContext(t.Context(), "biber", "--tool", "--validate-datamodel", "--output-file="+library+".biber", library+".bib")
	run.Dir = folder
	out, err := run.CombinedOutput()
	if err != nil {
		t.Errorf("%v", err)
	}
	wrong := 0
	for line := range strings.SplitSeq(string(out), "\n") {
		if (strings.HasPrefix(line, "WARN") || strings.HasPrefix(line, "ERROR")) && !slices.ContainsFunc(expectedWarnings, func(w string) bool { return strings.Contains(line, w) }) {
			if wrong++; wrong < 20 {
				t.Error(line)
			}
		}
	}
	written, err := os.ReadFile(filepath.Join(folder, library+".biber"))
	if err != nil {
		t.Fatal(err)
	}
	expected := readExpected(t, folder, library)
	entries := 0
	for _, e := range expected {
		if strings.Contains(string(written), "{"+e.Key+",") {
			entries++
		}
	}
	if entries != len(expected) {
		t.Errorf("%d entries, want %d", entries, len(expected))
	}
	t.Logf("%d entries", entries)
}

// expectedWarnings are parts of biber's warnings about fields that an entry has in addition to those of
// its type, or that no source states.
var expectedWarnings = []string{"Invalid field", "Missing mandatory field", "invalid in data model - ignoring", "must be datatype 'integer'", "Invalid ISSN"}
