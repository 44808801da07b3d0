package tagged

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formattest"
)

// dialectTest has entries as real programs write them: the lines and the order of tags are theirs, the
// papers are made up.
type dialectTest struct{ name, format, text, want string }

var dialectTests = slices.Concat(wosTests, referTests, medlineTests, ovidTests, platterTests)

// show returns the fields of a paper that are not empty, for comparison.
func show(p data.Paper) string {
	var said []string
	add := func(name, value string) {
		if value != "" {
			said = append(said, name+"="+value)
		}
	}
	id := string(p.ID)
	if p.ID.Scheme() == data.SchemeContent {
		id = ""
	}
	add("id", id)
	add("type", string(p.Type))
	add("title", p.Title)
	add("authors", strings.Join(p.Authors, "; "))
	add("groups", strings.Join(p.Groups, "; "))
	add("editors", strings.Join(p.Editors, "; "))
	add("date", p.Date.String())
	add("in", p.Container)
	if p.Venue != p.Container {
		add("venue", p.Venue)
	}
	for _, f := range []struct{ name, value string }{
		{"volume", p.Volume}, {"number", p.Number}, {"pages", p.Pages}, {"publisher", p.Publisher}, {"place", p.Place}, {"school", p.School},
		{"series", p.Series}, {"edition", p.Edition}, {"isbn", p.ISBN}, {"issn", p.ISSN}, {"language", p.Language}, {"note", p.Note}, {"key", p.CitationKey},
		{"abstract", p.Abstract}, {"urls", strings.Join(p.URLs, " ")},
	} {
		add(f.name, f.value)
	}
	return strings.Join(said, "\n")
}

// check reads a text, and compares its papers, separated by empty lines.
func check(t *testing.T, read func(*testing.T, string) ([]data.Record, []string), text, want string) {
	t.Helper()
	records, rejects := read(t, text)
	var got []string
	for _, r := range records {
		got = append(got, show(r.Paper))
	}
	for _, reject := range rejects {
		got = append(got, "rejected: "+reject)
	}
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(strings.Join(got, "\n\n"), "\n")); diff != "" {
		t.Errorf("papers (-want +got):\n%s", diff)
	}
}

// TestDialects reads two entries or more in each dialect, which is recognized by the text alone.
func TestDialects(t *testing.T) {
	for _, test := range dialectTests {
		t.Run(test.name, func(t *testing.T) {
			var by []string
			for _, f := range Formats() {
				if f.Sniff([]byte(test.text)) {
					by = append(by, f.Name)
				}
			}
			if fmt.Sprint(by) != "["+test.format+"]" {
				t.Fatalf("recognized as %v, want %s", by, test.format)
			}
			for _, lineEnd := range []string{"\n", "\r\n"} {
				check(t, func(t *testing.T, text string) ([]data.Record, []string) {
					for _, f := range Formats() {
						if f.Name == test.format {
							return formattest.ReadText(t, f.Read, "papers.txt", text)
						}
					}
					return nil, nil
				}, strings.ReplaceAll(test.text, "\n", lineEnd), test.want)
			}
		})
	}
}

// TestNotTagged checks that texts of other formats are not taken, even if some of their lines look
// like tags.
func TestNotTagged(t *testing.T) {
	for name, text := range map[string]string{
		"CSV with a tag":        "title,year\nTI  - A,2000\nPMID- 1,2001\n",
		"CSV with all tags":     "PT,AU,TI\nJ,A,T\n",
		"TSV of PubMed":         "PMID\tTitle\tAuthors\n1\tT\tA\n",
		"BibTeX":                "% T is here\n@article{a, title={%T A}}\n",
		"BibTeX with a comment": "%T A title\n@article{a, title={T}}\n",
		"LaTeX":                 "%T a\n\\documentclass{article}\n%A b\n",
		"Matlab":                "%A script\nx = 1;\n%T test\n",
		"RIS":                   "TY  - JOUR\nTI  - T\nJT  - J\nER  - \n",
		"JSON":                  "{\"TI- \": 1}",
		"XML":                   "<x>\nPT J\nTI T\nER\n</x>",
		"prose":                 "PT was here.\nTI too.\nRT me\nT1 lines\n",
		"HTTP":                  "TI: something\nHost: example.org\n",
		"a note":                "TI: Texas Instruments\nis a company.\n",
		"YAML":                  "TI: a\nAU: [b]\nother: c\n",
		"a list":                "<1>\n<2>\n<3>\n",
		"HTML":                  "<1>\nAuthor\n  A\n",
		"numbers":               "1. A title\n2. Another\n",
		"mail":                  "From: a\nSubject: NEP\n\n1. T\nBy: A\n",
		"dialogue":              "AU- no\nTI- yes\n\nThen they left.\n",
	} {
		for _, f := range Formats() {
			if name == "HTML" && f.Name == "ovid-names" || name == "dialogue" || name == "YAML" && f.Name == "two-letter" {
				continue // nothing tells these from a very short entry
			}
			if f.Sniff([]byte(text)) {
				t.Errorf("%s is recognized as %s", name, f.Name)
			}
		}
	}
}

// TestRejects checks that every entry is read or rejected by name, whatever is missing.
func TestRejects(t *testing.T) {
	long := strings.Repeat("x", format.MaxEntryBytes)
	for _, test := range []struct{ format, text, want string }{
		{"wos", "FN x\nPT J\nTI A\nER\nPT J\nAU B\nER\nPT J\nTI " + long + "\nER\nPT X\nTI C\nER\nEF\n", "A|C|line 5 missing_title|line 8 entry_too_long"},
		{"wos", "PT J\nTI A\nPT J\nTI B\n", "A|B"},
		{"endnote", "%T A\n%D 2000\n\n%A B\n\n%0 Unheard Of\n%T C\n%0 Book\n%T D\n%T " + long + "\n\n%T E\n", "A|C|E|line 4 missing_title|line 8 entry_too_long"},
		{"refworks", "RT Unheard Of\nT1 A\nRT Book, Whole\nA1 B\nRT Abstract\n\nT1 C\n", "A|C|line 3 missing_title"},
		{"nbib", "OWN - ERIC\nTI  - A\n\nOWN - ERIC\nAU  - B\n\nTI  - C\nPT  - Unheard Of\n", "A|C|line 4 missing_title"},
		{"ovid", "<1>\nVN  - Ovid\nTI  - A\n<2>\nVN  - Ovid\nAU  - B\n<3. >\nTI  - C\nSY  - x\n\n  more\nPT  - Unheard Of\n", "A|C|line 4 missing_title"},
		{"ovid-names", "<1>\nAuthor\n  B\nSource\n  S\n<2>\nTitle\n  A\nUnheard Of\n  x\n\n  y\n", "A|line 1 missing_title"},
		{"two-letter", "TI- A\nAU- B\n\nAU- C\nPY- 2000\n\nTI- D\nQQ- x\n", "A|D|line 4 missing_title"},
		{"nep", "nep.repec.org\n----------------------------\n\n1. A\nBy: B\n\n2.  C\n    D\nBy: E\n", "A|C D"},
		{"wos-tab", "PT\tTI\tAU\tSO\nJ\tA\tB\tS\tmore\tcells\n\nJ\t\tB\tS\nJ\t" + long + "\nX\tC\n", "A|C|line 4 missing_title|line 5 entry_too_long"},
	} {
		for _, f := range Formats() {
			if f.Name != test.format {
				continue
			}
			if !f.Sniff([]byte(test.text[:min(len(test.text), format.SniffLen)])) {
				t.Errorf("%s: %.60q is not recognized", f.Name, test.text)
			}
			records, rejects := formattest.ReadText(t, f.Read, "papers", test.text)
			var got []string
			for _, r := range records {
				got = append(got, r.Paper.Title)
			}
			for _, reject := range rejects {
				said, _, _ := strings.Cut(reject, ":")
				got = append(got, said)
			}
			if strings.Join(got, "|") != test.want {
				t.Errorf("%s: %.60q\ngot  %q\nwant %q", f.Name, test.text, strings.Join(got, "|"), test.want)
			}
		}
	}
}

func FuzzDialects(f *testing.F) {
	for _, test := range dialectTests {
		f.Add(test.text)
	}
	formattest.Fuzz(f, Formats()...)
}
