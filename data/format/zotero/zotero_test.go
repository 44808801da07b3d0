package zotero

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperboy/data"
	"paperboy/data/format/formattest"
	"paperboy/data/sharedtest"
)

// TestVendors reads an item in the form that each program writes.
func TestVendors(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		want data.Record
	}{
		"Better BibTeX": {
			text: `{"config": {"label": "BetterBibTeX JSON", "preferences": {}}, "version": {"zotero": "7"}, "collections": {}, "items": [
				{"itemType": "conferencePaper", "citationKey": "vaswani2017", "key": "AAAA", "title": "Attention is <i>all</i> you need", "date": "12 2017", "abstractNote": "One\nline.",
				 "creators": [{"firstName": "Ashish", "lastName": "Vaswani", "creatorType": "author"}, {"name": "A Group", "creatorType": "author"}, {"firstName": "E", "lastName": "Ditor", "creatorType": "editor"}],
				 "extra": "Citation Key: vaswani2017\narXiv: 1706.03762 [cs.CL, stat.ML]\nPMID: 12", "tags": [{"tag": "cs.LG"}, {"tag": "deep"}], "publicationTitle": "NIPS", "DOI": "10.1000/X", "url": "https://example.org/a"}]}`,
			want: data.Record{
				Paper: data.Paper{
					ID: "arxiv:1706.03762", Title: "Attention is all you need", Abstract: "One line.", Authors: []string{"Ashish Vaswani", "A Group"}, AuthorCount: formattest.Pointer(2),
					Date: data.Date{Year: 2017}, Categories: []string{"cs.LG", "cs.CL", "stat.ML"}, Venue: "NIPS", DOI: "10.1000/x", URLs: []string{"https://example.org/a"},
					Type: data.TypeConferencePaper, Container: "NIPS", Editors: []string{"E Ditor"}, Groups: []string{"A Group"}, CitationKey: "vaswani2017",
				},
				Aliases: []data.ID{"doi:10.1000/x", "pmid:12"},
				Origin: data.Provenance{Source: "file", Location: "library.json", Raw: map[string]string{
					"title": "Attention is <i>all</i> you need", "date": "12 2017", "doi": "10.1000/X",
				}},
				Entry: "entry 1 (vaswani2017)", Line: 1,
			},
		},
		"the web API": {
			text: `[{"key": "BBBB", "version": 3, "library": {"type": "user"}, "links": {}, "meta": {"creatorSummary": "A", "parsedDate": "2024-03"}, "data": {"key": "BBBB", "itemType": "preprint", "title": "T",
				"creators": [{"creatorType": "author", "firstName": "", "lastName": "Plato"}], "repository": "arXiv", "archiveID": "arXiv:2403.00001", "date": "Mars 2024", "url": "http://arxiv.org/abs/2403.00001", "tags": [], "extra": ""}}]`,
			want: data.Record{
				Paper: data.Paper{
					ID: "arxiv:2403.00001", Title: "T", Authors: []string{"Plato"}, AuthorCount: formattest.Pointer(1), Date: data.Date{Year: 2024, Month: 3}, URLs: []string{"http://arxiv.org/abs/2403.00001"},
					Type: data.TypePreprint, Publisher: "arXiv",
				},
				Origin: data.Provenance{Source: "file", Location: "library.json", Raw: map[string]string{"date": "Mars 2024"}},
				Entry:  "entry 1 (BBBB)", Line: 1,
			},
		},
		"a chapter with an extra of lines": {
			text: `[{"itemType": "bookSection", "citationKey": "k", "title": "T", "creators": [], "extra": ["Citation Key: k", "DOI: 10.1007/3-540-45757-7_52"], "bookTitle": "B", "tags": ["a"], "attachments": [], "number": "arXiv"}]`,
			want: data.Record{
				Paper:  data.Paper{ID: "doi:10.1007/3-540-45757-7_52", Title: "T", DOI: "10.1007/3-540-45757-7_52", Venue: "B", Container: "B", Type: data.TypeChapter, CitationKey: "k"},
				Origin: data.Provenance{Source: "file", Location: "library.json"},
				Entry:  "entry 1 (k)", Line: 1,
			},
		},
		"a case": {
			text: `{"itemType": "case", "key": "CCCC", "caseName": "A v. B", "dateDecided": "1999", "creators": [{"creatorType": "author", "name": "Court"}], "tags": 5}`,
			want: data.Record{
				Paper:  data.Paper{Title: "A v. B", Authors: []string{"Court"}, AuthorCount: formattest.Pointer(1), Date: data.Date{Year: 1999}},
				Origin: data.Provenance{Source: "file", Location: "library.json"},
				Entry:  "line 1 (CCCC)", Line: 1,
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if !sniff([]byte(test.text)) {
				t.Error("not recognized")
			}
			records, rejects := formattest.ReadText(t, Format().Read, "library.json", test.text)
			if len(records) != 1 {
				t.Fatalf("%d records, rejects %q", len(records), rejects)
			}
			if test.want.Paper.ID == "" {
				test.want.Paper.ID = data.ContentID(test.want.Paper.Title, "")
			}
			if diff := cmp.Diff(test.want, records[0], cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("record (-want +got):\n%s", diff)
			}
		})
	}
}

// TestEntries checks that items that are not papers are skipped, and that an invalid item is
// rejected without affecting the others.
func TestEntries(t *testing.T) {
	records, rejects := formattest.ReadText(t, Format().Read, "library.json", `{"items": [
		{"itemType": "note", "key": "A", "note": "<p>My note</p>"},
		{"itemType": "attachment", "key": "B", "title": "Full Text PDF"},
		{"itemType": "book", "key": "C", "title": "In the trash", "deleted": 1},
		{"data": {"itemType": "annotation", "key": "D", "title": "Mark"}},
		{"itemType": "book", "key": "E", "title": "Read", "deleted": false},
		{"itemType": "book", "key": "F"},
		{"itemType": "book", "key": "G", "title": "Wrong", "creators": {"lastName": "A"}},
		{"itemType": "book", "key": "H", "title": true}]}`)
	if len(records) != 1 || records[0].Paper.Title != "Read" {
		t.Errorf("read: %+v", records)
	}
	want := []string{
		"entry 6 (F) missing_title: a title is required",
		"entry 7 (G) invalid_type: creators has the wrong type, object",
		"entry 8 (H) invalid_type: title has the wrong type, bool",
	}
	for i := range rejects {
		rejects[i] = strings.Replace(rejects[i], " ("+string(data.ContentID("", ""))+")", "", 1)
	}
	if diff := cmp.Diff(want, rejects); diff != "" {
		t.Errorf("rejects (-want +got):\n%s", diff)
	}
}

// TestSharedFiles reads complete libraries from Better BibTeX. Every item that is not skipped must
// be read.
func TestSharedFiles(t *testing.T) {
	for dir, want := range map[string]int{"zotero_json": 988, "bibtex_expected_zotero": 1065} {
		total, authored, dated := 0, 0, 0
		formattest.Files(t, sharedtest.Path(t, "fixtures/imports/"+dir), "*.json", Format(), func(file string, r data.Record, err error) {
			if err != nil {
				t.Logf("%s: %v", file, err)
				return
			}
			total++
			if len(r.Paper.Authors) > 0 {
				authored++
			}
			if !r.Paper.Date.IsZero() {
				dated++
			}
		})
		t.Logf("%s: %d with authors, %d with a date", dir, authored, dated)
		if total != want {
			t.Errorf("%s: %d items read, want %d", dir, total, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`{"config": {"label": "BetterBibTeX JSON"}, "items": [{"itemType": "book", "title": "T", "creators": [{"firstName": "A", "lastName": "B", "creatorType": "author"}], "date": "07 18-22 1999"}]}`)
	f.Add(`[{"data": {"itemType": "preprint", "title": ["T"], "extra": ["arXiv: 1706.03762 [cs.CL]"], "tags": [{"tag": "cs.CL"}, "x"]}, "meta": {"parsedDate": "2017-06"}}, null`)
	f.Add(`{"itemType": "case", "caseName": 5, "deleted": 1, "extra": {}, "tags": [[[`)
	formattest.Fuzz(f, Format())
}

// BenchmarkRead reads and validates items as Better BibTeX writes them.
func BenchmarkRead(b *testing.B) {
	const items = 10_000
	var library strings.Builder
	library.WriteString(`{"config": {"label": "BetterBibTeX JSON"}, "items": [`)
	for i := range items {
		fmt.Fprintf(&library, `{"key": "K%d", "itemType": "journalArticle", "title": "On <i>things</i> number %d", "creators": [{"firstName": "A", "lastName": "B", "creatorType": "author"}], "date": "2018-07-15", "DOI": "10.1000/%d",
			"extra": "PMID: %d", "abstractNote": %q, "tags": [], "relations": {}, "attachments": [{"itemType": "attachment", "title": "Full Text", "path": "/home/a/b.pdf"}], "notes": []},`,
			i, i, i, i+1, strings.Repeat("Some words of an abstract. ", 40))
	}
	library.WriteString("]}")
	formattest.Benchmark(b, Format().Read, library.String(), items)
}
