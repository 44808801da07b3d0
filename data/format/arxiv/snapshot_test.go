package arxiv

import (
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formattest"
	"paperboy/data/format/jsonl"
	"paperboy/data/sharedtest"
)

// The first line of the snapshot, and lines in the form of its first editions.
const (
	lineOfToday = `{"id":"0704.0001","submitter":"Pavel Nadolsky","authors":"C. Bal\\'azs, E. L. Berger, P. M. Nadolsky, C.-P. Yuan","title":"Calculation of prompt diphoton production cross sections at Tevatron and\n  LHC energies","comments":"37 pages, 15 figures; published version","journal-ref":"Phys.Rev.D76:013009,2007","doi":"10.1103/PhysRevD.76.013009","report-no":"ANL-HEP-PR-07-12","categories":"hep-ph hep-th","license":null,"abstract":"  A fully differential calculation in perturbative quantum chromodynamics is\npresented at ~10 GeV for $p_T$ of $\\frac{1}{2}$.\n  All $\\alpha$ are kept.\n","versions":[{"version":"v1","created":"Mon, 2 Apr 2007 19:18:42 GMT"},{"version":"v2","created":"Tue, 24 Jul 2007 20:10:27 GMT"}],"update_date":"2008-11-26","authors_parsed":[["Balázs","C.",""],["Berger","E. L.",""],["Nadolsky","P. M.",""],["Yuan","C. -P.",""]]}`
	lineOf2020  = `{"id":"hep-th/9901001","submitter":"S","authors":"A. B. Jr. and others","title":"T","comments":null,"journal-ref":null,"doi":null,"abstract":"A","report-no":null,"categories":["hep-th math-ph"],"versions":["v1","v2"]}`
)

func TestSnapshot(t *testing.T) {
	text := strings.Join([]string{
		lineOfToday, lineOf2020,
		`{"id": "2401.00001", "title": "T", "categories": "cs.CL", "journal-ref": "", "authors_parsed": [["The ATLAS Collaboration", "", ""], ["King", "M. L.", "Jr", "MIT"], ["et al.", "", ""]], "versions": [{"version": "v2", "created": "Sat, 30 Nov 2024 00:00:00 GMT"}], "doi": "10.1000/a, 10.1000/b"}`,
		`{"id": 1404.225, "title": "T", "authors_parsed": [], "update_date": "2014-05-01"}`,
		`{"id": "2401.00002", "title": 5, "authors_parsed": []}`,
		`{"id": "nonsense", "title": "T", "authors_parsed": []}`,
		`{"id": "2401.00003", "title": "T", "authors_parsed": [`,
		`{"id": "2401.00004", "abstract": "No title.", "authors_parsed": []}`,
		`{"id": "2401.00005", "title": "` + strings.Repeat("x", format.MaxEntryBytes) + `"}`,
	}, "\n")
	in := format.Input{Reader: strings.NewReader(text), Location: "snapshot.json"}
	records, rejects := formattest.Read(t, readSnapshot, in)
	want := []data.Record{
		{
			Paper: data.Paper{
				ID: "arxiv:0704.0001", Title: "Calculation of prompt diphoton production cross sections at Tevatron and LHC energies",
				Abstract: "A fully differential calculation in perturbative quantum chromodynamics is presented at ~10 GeV for $p_T$ of $\\frac{1}{2}$.\n\nAll α are kept.",
				Authors:  []string{"C. Balázs", "E. L. Berger", "P. M. Nadolsky", "C. -P. Yuan"}, AuthorCount: formattest.Pointer(4),
				Date: data.Date{Year: 2007, Month: 4, Day: 2}, Categories: []string{"hep-ph", "hep-th"}, Venue: "Phys.Rev.D76:013009,2007", DOI: "10.1103/physrevd.76.013009",
			},
			Aliases: []data.ID{"doi:10.1103/physrevd.76.013009"},
			Origin: data.Provenance{Source: "arxiv", Location: "snapshot.json", Raw: map[string]string{
				"abstract": "A fully differential calculation in perturbative quantum chromodynamics is presented at ~10 GeV for $p_T$ of $\\frac{1}{2}$.\n\nAll $\\alpha$ are kept.",
				"authors":  `C. Bal\'azs, E. L. Berger, P. M. Nadolsky, C.-P. Yuan`,
				"date":     "Mon, 2 Apr 2007 19:18:42 GMT",
				"doi":      "10.1103/PhysRevD.76.013009",
			}},
			Entry: "line 1", Line: 1,
		},
		{
			Paper: data.Paper{
				ID: "arxiv:hep-th/9901001", Title: "T", Abstract: "A", Authors: []string{"A. B. Jr."}, Date: data.Date{Year: 1999, Month: 1}, Categories: []string{"hep-th", "math-ph"}, Type: data.TypePreprint,
			},
			Origin: data.Provenance{
				Source: "arxiv", Location: "snapshot.json", Raw: map[string]string{"authors": "A. B. Jr. and others"},
				Warnings: []string{"authors_incomplete", "date_from_id"},
			},
			Entry: "line 2", Line: 2,
		},
		{
			Paper: data.Paper{
				ID: "arxiv:2401.00001", Title: "T", Authors: []string{"The ATLAS Collaboration", "M. L. King Jr"}, Date: data.Date{Year: 2024, Month: 1}, Categories: []string{"cs.CL"}, Type: data.TypePreprint, DOI: "10.1000/a",
			},
			Aliases: []data.ID{"doi:10.1000/a", "doi:10.1000/b"},
			Origin: data.Provenance{
				Source: "arxiv", Location: "snapshot.json", Raw: map[string]string{"date": "Sat, 30 Nov 2024 00:00:00 GMT", "doi": "10.1000/a, 10.1000/b"},
				Warnings: []string{"authors_incomplete", "date_from_id"},
			},
			Entry: "line 3", Line: 3,
		},
		{
			Paper: data.Paper{ID: "arxiv:1404.2250", Title: "T", Date: data.Date{Year: 2014, Month: 4}, Type: data.TypePreprint},
			Origin: data.Provenance{
				Source: "arxiv", Location: "snapshot.json", Raw: map[string]string{"id": "1404.225"}, Warnings: []string{"id_repaired", "date_from_id"},
			},
			Entry: "line 4", Line: 4,
		},
	}
	if diff := cmp.Diff(want, records, equateEmpty); diff != "" {
		t.Errorf("records (-want +got):\n%s", diff)
	}
	wantRejects := []string{
		"line 5 (2401.00002) invalid_type: title has the wrong type, number",
		`line 6 (nonsense) invalid_id: invalid id "nonsense": no arxiv id has this form`,
		"line 7 invalid_json: not valid JSON: unexpected end of JSON input",
		"line 8 (arxiv:2401.00004) missing_title: a title is required",
		"line 9 entry_too_long: longer than 16 MiB",
	}
	if diff := cmp.Diff(wantRejects, rejects); diff != "" {
		t.Errorf("rejects (-want +got):\n%s", diff)
	}
}

func FuzzSnapshot(f *testing.F) {
	f.Add(lineOfToday)
	f.Add(lineOf2020)
	f.Fuzz(func(t *testing.T, text string) {
		sniffSnapshot([]byte(text))
		drain(t, readSnapshot, text)
	})
}

// BenchmarkSnapshot reads and validates a snapshot made of 30,000 real papers.
func BenchmarkSnapshot(b *testing.B) {
	const papers = 30_000
	var snapshot strings.Builder
	writeSnapshot(b, &snapshot, papers)
	benchmark(b, readSnapshot, snapshot.String(), papers)
}

// writeSnapshot writes papers of the shared corpus in the form of the snapshot.
func writeSnapshot(t testing.TB, w io.Writer, papers int) {
	t.Helper()
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	corpus := sharedtest.Path(t, "corpora/arxiv-classic-a.jsonl.zst")
	for r, err := range format.Open(t.Context(), corpus, format.Options{Formats: []format.Format{jsonl.Format()}}) {
		if papers--; papers < 0 {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		p := r.Paper
		parsed := make([][]string, len(p.Authors))
		for i, name := range p.Authors {
			last := strings.LastIndexByte(name, ' ') + 1
			parsed[i] = []string{name[last:], strings.TrimSpace(name[:last]), ""}
		}
		const layout = "Mon, 2 Jan 2006 15:04:05 GMT"
		day := time.Date(p.Date.Year, p.Date.Month, p.Date.Day, 19, 18, 42, 0, time.UTC)
		err = out.Encode(map[string]any{
			"id": strings.TrimPrefix(string(p.ID), "arxiv:"), "submitter": "A. Person", "authors": strings.Join(p.Authors, ", "), "title": wrap(p.Title, "\n  "),
			"comments": "37 pages, 15 figures; published version", "journal-ref": "Phys.Rev.D76:013009,2007", "doi": p.DOI, "report-no": nil,
			"categories": strings.Join(p.Categories, " "), "license": nil, "abstract": "  " + wrap(p.Abstract, "\n") + "\n", "authors_parsed": parsed, "update_date": p.Date,
			"versions": []map[string]string{{"version": "v1", "created": day.Format(layout)}, {"version": "v2", "created": day.AddDate(0, 3, 1).Format(layout)}},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// wrap breaks lines as arXiv does, before the 80th column.
func wrap(text, newline string) string {
	var wrapped strings.Builder
	column := 0
	for i, word := range strings.Fields(text) {
		switch {
		case i > 0 && column+len(word) > 78:
			wrapped.WriteString(newline)
			column = 0
		case i > 0:
			wrapped.WriteByte(' ')
			column++
		}
		wrapped.WriteString(word)
		column += len(word)
	}
	return wrapped.String()
}
