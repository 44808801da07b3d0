package csl

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formattest"
	"paperboy/data/sharedtest"
)

// TestVendors reads an item in the form that each program writes.
func TestVendors(t *testing.T) {
	for name, test := range map[string]struct {
		item string
		want data.Record
	}{
		"Better BibTeX": {
			item: `{"id": "maatenVisualizing2008", "citation-key": "maatenVisualizing2008", "type": "article-journal", "title": "Visualizing <span class=\"nocase\">t-SNE</span> &amp; H<sub>2</sub>O",
				"author": [{"family": "Maaten", "given": "Laurens", "non-dropping-particle": "van der"}, {"family": "King", "given": "Martin L.", "suffix": "Jr."}, {"literal": "The ATLAS Collaboration"}],
				"issued": {"date-parts": [["2008", 11, 5]]}, "container-title": "JMLR", "DOI": "10.1000/X", "URL": "https://example.org/a", "PMID": "123", "abstract": "One\nline.\n\nTwo."}`,
			want: data.Record{
				Paper: data.Paper{
					ID: "doi:10.1000/x", Title: "Visualizing t-SNE & H2O", Abstract: "One line.\n\nTwo.", Authors: []string{"Laurens van der Maaten", "Martin L. King Jr.", "The ATLAS Collaboration"},
					AuthorCount: formattest.Pointer(3), Date: data.Date{Year: 2008, Month: 11, Day: 5}, Venue: "JMLR", DOI: "10.1000/x", URLs: []string{"https://example.org/a"},
					Type: data.TypeArticle, Container: "JMLR", CitationKey: "maatenVisualizing2008", Groups: []string{"The ATLAS Collaboration"},
				},
				Aliases: []data.ID{"pmid:123"},
				Origin: data.Provenance{Source: "file", Location: "library.json", Raw: map[string]string{
					"title": `Visualizing <span class="nocase">t-SNE</span> &amp; H<sub>2</sub>O`, "doi": "10.1000/X",
				}},
				Entry: "entry 1 (maatenVisualizing2008)", Line: 1,
			},
		},
		"Zotero's preprint": {
			item: `{"id": "http://zotero.org/users/1/items/ABCD", "type": "article", "title": "T", "number": "arXiv:1706.03762", "publisher": "arXiv", "note": "arXiv:1706.03762 [cs.CL]\nPMCID: PMC77",
				"author": [{"family": "Vaswani", "given": "Ashish"}, {"literal": "others"}], "issued": {"date-parts": [["2017"]], "season": "summer"}}`,
			want: data.Record{
				Paper: data.Paper{
					ID: "arxiv:1706.03762", Title: "T", Authors: []string{"Ashish Vaswani"}, Date: data.Date{Year: 2017}, Categories: []string{"cs.CL"},
					Type: data.TypePreprint, Publisher: "arXiv",
				},
				Aliases: []data.ID{"pmcid:pmc77"},
				Origin: data.Provenance{Source: "file", Location: "library.json", Warnings: []string{"authors_incomplete"}, Raw: map[string]string{
					"authors": "Ashish Vaswani; others",
					"date":    `{"date-parts":[["2017"]],"season":"summer"}`,
				}},
				Entry: "entry 1 (http://zotero.org/users/1/items/ABCD)", Line: 1,
			},
		},
		"a resolver of DOIs": {
			item: `{"type": "journal-article", "title": ["T"], "container-title": [], "event": {"name": "E"}, "DOI": "10.1000/y", "issued": {"date-parts": [[null]]}, "subject": [],
				"author": [{"name": "A Group", "sequence": "first"}], "abstract": "<jats:title>Abstract</jats:title><jats:p>For p<0.05 &amp; x <jats:italic>A</jats:italic>.</jats:p><jats:p>B</jats:p>"}`,
			want: data.Record{
				Paper: data.Paper{ID: "doi:10.1000/y", Title: "T", Abstract: "For p<0.05 & x A.\n\nB", Authors: []string{"A Group"}, AuthorCount: formattest.Pointer(1), DOI: "10.1000/y",
					Type: data.TypeArticle, Venue: "E", Container: "E", Groups: []string{"A Group"}},
				Origin: data.Provenance{Source: "file", Location: "library.json", Raw: map[string]string{
					"abstract": "<jats:title>Abstract</jats:title><jats:p>For p<0.05 &amp; x <jats:italic>A</jats:italic>.</jats:p><jats:p>B</jats:p>",
				}},
				Entry: "entry 1", Line: 1,
			},
		},
		"a book by hand": {
			item: `{"id": 7, "type": "book", "title": "T", "author": ["Plato"], "issued": {"literal": "Spring 1998"}, "keyword": "logic, math.LO; cs"}`,
			want: data.Record{
				Paper:  data.Paper{Title: "T", Authors: []string{"Plato"}, AuthorCount: formattest.Pointer(1), Date: data.Date{Year: 1998}, Categories: []string{"math.LO"}, Type: data.TypeBook},
				Origin: data.Provenance{Source: "file", Location: "library.json", Raw: map[string]string{"date": `{"literal":"Spring 1998"}`}},
				Entry:  "entry 1 (7)", Line: 1,
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if !sniff([]byte("[" + test.item)) {
				t.Error("not recognized")
			}
			records, rejects := formattest.ReadText(t, Read, "library.json", "["+test.item+"]")
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

// TestWrapped checks that a list in an object is recognized and read.
func TestWrapped(t *testing.T) {
	for _, text := range []string{
		`{"items": [{"id": "a", "title": "A", "issued": {"date-parts": [[2018]]}}, {"id": "b", "title": "B"}]}`,
		`{"style": "x", "references": [{"id": "a", "title": "A", "author": [{"family": "X"}]}, {"id": "b", "title": "B"}], "more": {}}`,
	} {
		if !sniff([]byte(text)) {
			t.Errorf("not recognized: %s", text)
		}
		records, rejects := formattest.ReadText(t, Read, "library.json", text)
		if len(records) != 2 || len(rejects) > 0 || records[1].Paper.Title != "B" || records[1].Entry != "entry 2 (b)" {
			t.Errorf("%s is read as %+v, rejects %q", text, records, rejects)
		}
	}
	if sniff([]byte(`{"items": [{"title": "A", "authors": ["X"]}]}`)) {
		t.Error("papers in another format are recognized as CSL")
	}
}

func TestDates(t *testing.T) {
	for issued, want := range map[string]string{
		`{"date-parts": [[2018, 2, 31]]}`:                "2018-02",
		`{"date-parts": [["2018", 13]]}`:                 "2018",
		`{"date-parts": [[2011, 5, 25], [2012, 6, 26]]}`: "2011-05-25",
		`{"date-parts": [["2018", "7", ""]]}`:            "2018-07",
		`{"date-parts": [[-50]]}`:                        "",
		`{"date-parts": [[]], "literal": "in 1999"}`:     "1999",
		`{"literal": "15th July 2018"}`:                  "2018-07-15",
		`{"raw": "Sept. 3, 2018"}`:                       "2018-09-03",
		`{"raw": "2018/7/5"}`:                            "2018-07-05",
		`{"raw": "2018-07-05T10:00:00Z"}`:                "2018-07-05",
		`{"raw": "May-June 2018"}`:                       "2018",
		`{"raw": "3-5 June 2018"}`:                       "2018-06",
		`{"literal": "n.d."}`:                            "",
		`null`:                                           "",
		`"2018-07"`:                                      "2018-07",
		`[{"year": "2009", "month": "1", "day": "1"}]`:   "2009-01-01",
		`{"year": 2009, "month": "Jan"}`:                 "2009-01",
		`[[2009, 1]]`:                                    "2009-01",
		`{"date-parts": [2009, 1, 2]}`:                   "2009-01-02",
		`{"date-parts": [[2009]], "circa": true}`:        "2009",
		`{"date-parts": [[2009]], "season": 2}`:          "2009",
		`2018`:                                           "2018",
	} {
		records, rejects := formattest.ReadText(t, Read, "library.json", `{"type": "book", "title": "T", "issued": `+issued+`}`)
		if len(records) != 1 {
			t.Errorf("%s: rejects %q", issued, rejects)
		} else if got := records[0].Paper.Date.String(); got != want {
			t.Errorf("%s is read as %q, want %q", issued, got, want)
		}
	}
}

// TestRejects checks that an invalid item is rejected with its key and a reason, without affecting
// the others.
func TestRejects(t *testing.T) {
	records, rejects := formattest.ReadText(t, Read, "library.json", `[
		{"id": "a", "title": "A"},
		{"id": "b", "title": true},
		{"id": "c", "author": [{"family": "X"}, 5], "title": "C"},
		{"id": "d", "title": "D",},
		"e",
		{"id": "f", "title": "`+strings.Repeat("f", format.MaxEntryBytes)+`"},
		{"id": "g", "x": `+strings.Repeat("[", 20_000)+strings.Repeat("]", 20_000)+`},
		{"id": "h", "title": "H"}]`)
	var read []string
	for _, r := range records {
		read = append(read, r.Paper.Title)
	}
	if diff := cmp.Diff([]string{"A", "C", "H"}, read); diff != "" {
		t.Errorf("titles (-want +got):\n%s", diff)
	}
	want := []string{
		"entry 2 (b) missing_title: a title is required",
		"entry 4 (d) invalid_json: not valid JSON: invalid character '}' looking for beginning of object key string",
		"entry 5 invalid_type: must be an object, got a string",
		"entry 6 entry_too_long: longer than 16 MiB",
		"entry 7 (g) invalid_json: not valid JSON: invalid character '[' exceeded max depth",
	}
	for i := range rejects {
		rejects[i] = strings.Replace(rejects[i], " ("+string(data.ContentID("", ""))+")", "", 1)
	}
	if diff := cmp.Diff(want, rejects); diff != "" {
		t.Errorf("rejects (-want +got):\n%s", diff)
	}
}

// TestSharedFiles reads exports of real programs. Every file must be recognized, and every item
// has a title and must be read.
func TestSharedFiles(t *testing.T) {
	total, undated := 0, 0
	formattest.Files(t, sharedtest.Path(t, "fixtures/imports/csl_json"), "*.json", Format(), func(file string, r data.Record, err error) {
		if err != nil {
			t.Errorf("%s: %v", file, err)
			return
		}
		if total++; r.Paper.Date.IsZero() {
			undated++
		}
	})
	t.Logf("%d without a date", undated)
	if want := 49; total != want {
		t.Errorf("%d items read, want %d", total, want)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`[{"id": "a", "type": "book", "title": ["T"], "author": [{"family": "A", "given": "B"}, "C"], "issued": {"date-parts": [["2018", 7], [null]]}}]`)
	f.Add(`{"title": "<jats:p>T</jats:p>", "issued": {"raw": "July 15, 2018"}, "note": "arXiv:1706.03762 [cs.CL]\nPMID: 1", "keyword": ["cs.CL"]}`)
	f.Add("[{\"title\": [[\"A\"]]},\n{\"title\": 5, \"author\": 3}, nul")
	formattest.Fuzz(f, Format())
}

// BenchmarkRead reads and validates items as Better BibTeX writes them.
func BenchmarkRead(b *testing.B) {
	const items = 10_000
	var library strings.Builder
	library.WriteString("[")
	for i := range items {
		fmt.Fprintf(&library, `{"id": "k%d", "type": "article-journal", "title": "On <i>things</i> number %d", "author": [{"family": "A", "given": "B"}], "issued": {"date-parts": [["2018", 7, 15]]}, "DOI": "10.1000/%d", "abstract": %q},`,
			i, i, i, strings.Repeat("Some words of an abstract. ", 40))
	}
	library.WriteString("]")
	formattest.Benchmark(b, Read, library.String(), items)
}

// TestReference reads what a reference needs, of each type.
func TestReference(t *testing.T) {
	for text, want := range map[string]data.Paper{
		`"type": "chapter", "container-title": "B", "collection-title": "S", "collection-number": "3", "volume": 2, "page": "1–9", "edition": "2", "publisher": "P", "publisher-place": "Oslo", "ISBN": "978-3-16-148410-0",
			"editor": [{"family": "It", "given": "Ed", "dropping-particle": "van", "non-dropping-particle": "der", "suffix": "III"}], "translator": [{"family": "X"}], "language": "en-US", "note": "Nice."`: {
			Type: data.TypeChapter, Venue: "B", Container: "B", Series: "S", Volume: "2", Pages: "1-9", Edition: "2", Publisher: "P", Place: "Oslo", ISBN: "978-3-16-148410-0", Editors: []string{"Ed van der It III"}, Language: "en", Note: "Nice."},
		`"type": "thesis", "genre": "Doctoral dissertation", "publisher": "U", "author": [{"literal": "UNESCO"}, {"literal": "Plato"}]`: {
			Type: data.TypeThesis, School: "U", Note: "PhD thesis", Authors: []string{"UNESCO", "Plato"}, Groups: []string{"UNESCO"}},
		`"type": "report", "number": "TR-7", "publisher": "I"`:                                                                      {Type: data.TypeReport, School: "I", Number: "TR-7"},
		`"type": "article-journal", "container-title": "J", "issue": "4", "number": "9", "ISSN": ["1234-5678", "8765-4321"]`:        {Type: data.TypeArticle, Venue: "J", Container: "J", Number: "4", ISSN: "1234-5678, 8765-4321"},
		`"type": "article", "genre": "preprint", "publisher": "bioRxiv"`:                                                            {Type: data.TypePreprint, Publisher: "bioRxiv"},
		`"type": "dataset", "id": "smith2001"`:                                                                                      {Type: data.TypeDataset, CitationKey: "smith2001"},
		`"type": "software", "id": "http://zotero.org/users/1/items/A"`:                                                             {Type: data.TypeSoftware},
		`"type": "paper-conference", "event-title": "C", "author": [{"family": "A"}, 5], "volume": {"odd": true}, "abstract": true`: {Type: data.TypeConferencePaper, Venue: "C", Container: "C", Authors: []string{"A"}},
	} {
		records, rejects := formattest.ReadText(t, Read, "library.json", `[{"title": "T", `+text+`}]`)
		if len(records) != 1 {
			t.Errorf("%s: rejects %q", text, rejects)
			continue
		}
		want.Title, want.ID = "T", records[0].Paper.ID
		records[0].Paper.AuthorCount = nil
		if diff := cmp.Diff(want, records[0].Paper, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}
