package bibtex

import (
	"encoding/json"
	"errors"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/sharedtest"
	"paperboy/data/text"
)

// zoteroItem is an entry as Zotero's Better BibTeX reads it.
type zoteroItem struct {
	ItemType, CitationKey, Title, Date string
	Creators                           []struct{ CreatorType, FirstName, LastName, Name string }
}

// wantEqual is the share of titles, authors and years that must be equal to Zotero's.
const wantEqual = 0.98

// TestZotero reads real libraries, and compares the entries with what Zotero reads.
func TestZotero(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(sharedtest.Path(t, "fixtures/imports/bibtex"), "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	compared, equal := map[string]int{}, map[string]int{}
	for _, file := range files {
		papers := readAll(t, file)
		for _, item := range zoteroItems(t, file) {
			same := papers[item.CitationKey]
			if len(same) == 0 || item.ItemType == "note" {
				continue
			}
			r := same[0] // of several entries with one key, both programs read the first one first
			papers[item.CitationKey] = same[1:]
			for field, pair := range map[string][2]string{
				"title":   {folded(item.Title), folded(r.Paper.Title)},
				"authors": {strings.Join(item.authors(), "; "), strings.Join(keys(r.Paper.Authors), "; ")},
				"year":    {year.FindString(item.Date), year.FindString(r.Paper.Date.String())},
			} {
				compared[field]++
				if pair[0] == pair[1] {
					equal[field]++
					continue
				}
				t.Logf("%s of %s:\n  Zotero %q\n  we     %q", field, item.CitationKey, pair[0], pair[1])
			}
		}
	}
	for field, n := range compared {
		share := float64(equal[field]) / float64(n)
		t.Logf("%s: %d of %d equal (%.2f %%)", field, equal[field], n, 100*share)
		if share < wantEqual {
			t.Errorf("%s: only %.2f %% equal Zotero's, want %.0f %%", field, 100*share, 100*wantEqual)
		}
	}
	if compared["title"] < 1000 {
		t.Errorf("%d entries have a counterpart, want at least 1000", compared["title"])
	}
}

// readAll reads a file and logs the counts of its entries.
func readAll(t *testing.T, file string) map[string][]data.Record {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	papers, read, codes := map[string][]data.Record{}, 0, map[string]int{}
	for r, err := range Read(t.Context(), format.Input{Reader: f, Location: file}) {
		if err == nil {
			err = data.Validate(&r)
		}
		reject, field := (*data.Rejection)(nil), (*data.FieldError)(nil)
		switch {
		case errors.As(err, &reject):
			codes[reject.Code]++
			t.Logf("%v", reject)
		case errors.As(err, &field):
			codes[field.Code]++
		case err != nil:
			t.Errorf("%s: %v", file, err)
		default:
			read++
			_, key, _ := strings.Cut(strings.TrimSuffix(r.Entry, ")"), "(")
			papers[key] = append(papers[key], r)
		}
	}
	t.Logf("%s: %d read, rejected %v", filepath.Base(file), read, codes)
	return papers
}

func zoteroItems(t *testing.T, file string) []zoteroItem {
	t.Helper()
	dir, name := filepath.Split(file)
	b, err := os.ReadFile(filepath.Join(dir, "../bibtex_expected_zotero", strings.TrimSuffix(name, filepath.Ext(name))+".json"))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	var library struct{ Items []zoteroItem }
	if err == nil {
		err = json.Unmarshal(b, &library)
	}
	if err != nil {
		t.Fatal(err)
	}
	return library.Items
}

// authors returns comparable names of the authors, or of the editors if there are no authors.
func (i zoteroItem) authors() []string {
	var authors, editors []string
	for _, c := range i.Creators {
		name := strings.TrimSpace(c.FirstName + " " + c.LastName + " " + c.Name)
		if c.CreatorType == "editor" {
			editors = append(editors, name)
		} else if !slices.Contains([]string{"bookAuthor", "seriesEditor", "translator", "contributor"}, c.CreatorType) {
			authors = append(authors, name)
		}
	}
	if authors == nil {
		authors = editors
	}
	return keys(authors)
}

// keys returns the letters and digits of each name.
func keys(names []string) []string {
	keys := make([]string, len(names))
	for i, n := range names {
		keys[i] = folded(n)
	}
	return keys
}

var (
	year = regexp.MustCompile(`\b\d{4}\b`)
	tags = regexp.MustCompile(`</?[a-z]+[^<>]*>`)
)

// folded returns a text without case, punctuation, braces and Zotero's HTML.
func folded(s string) string {
	s = html.UnescapeString(tags.ReplaceAllString(s, ""))
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return r
		}
		return -1
	}, text.Normalize(s))
}
