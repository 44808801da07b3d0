package tagged

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formattest"
	"paperboy/data/sharedtest"
)

const medlineArticle = `
PMID- 30922926
OWN - NLM
DP  - 2020 Feb
TI  - Time lapse: A glimpse into
      prehistoric genomics.
LID - S1769-7212(19)30059-X [pii]
LID - 10.1016/j.ejmg.2019.03.004 [doi]
AB  - For the purpose, 'time-lapse' refers to&#x0a;the 
      ancestral karyotypes. CO(2)
      - a gas - is none.
FAU - Griffin, Darren K
AU  - Griffin DK
AD  - School of Biosciences, Canterbury, UK.
FAU - O'Connor, Rebecca E
AU  - O'Connor RE
CN  - Genome Group
DEP - 20190325
TA  - Eur J Med Genet
JT  - European journal of medical genetics
MH  - *Dinosaurs/genetics
AID - 10.1016/j.ejmg.2019.03.004 [doi]

`

func TestMedlineArticle(t *testing.T) {
	records, rejects := formattest.ReadText(t, medline.Read, "papers.nbib", strings.ReplaceAll(medlineArticle, "\n", "\r\n"))
	if len(records) != 1 {
		t.Fatalf("no record, rejects %v", rejects)
	}
	want := data.Record{
		Paper: data.Paper{
			ID: "doi:10.1016/j.ejmg.2019.03.004", Title: "Time lapse: A glimpse into prehistoric genomics",
			Abstract: "For the purpose, 'time-lapse' refers to the ancestral karyotypes. CO(2) - a gas - is none.",
			Authors:  []string{"Darren K Griffin", "Rebecca E O'Connor", "Genome Group"}, AuthorCount: formattest.Pointer(3), Date: data.Date{Year: 2019, Month: 3, Day: 25},
			Groups: []string{"Genome Group"}, Type: data.TypeArticle, Container: "European journal of medical genetics",
			Categories: []string{}, Venue: "European journal of medical genetics", DOI: "10.1016/j.ejmg.2019.03.004",
			URLs: []string{"https://pubmed.ncbi.nlm.nih.gov/30922926/"}, Sources: []data.Provenance{},
		},
		Aliases: []data.ID{"pmid:30922926"},
		Origin: data.Provenance{Source: "pubmed", Location: "papers.nbib", Raw: map[string]string{
			"title":    "Time lapse: A glimpse into prehistoric genomics.",
			"abstract": "For the purpose, 'time-lapse' refers to&#x0a;the ancestral karyotypes. CO(2) - a gas - is none.",
			"authors":  "Griffin, Darren K; O'Connor, Rebecca E; Genome Group",
			"date":     "20190325",
		}},
		Entry: "line 2", Line: 2,
	}
	want.Paper.Complete()
	if diff := cmp.Diff(want, records[0]); diff != "" {
		t.Errorf("record (-want +got):\n%s", diff)
	}
}

// TestFields reads less common fields of records.
func TestMedlineFields(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"short names":         {"TI  - T\nAU  - de Bree R\nAU  - et al\nDP  - 1975", "pmid:1 | T | R de Bree | 1975 | authors_incomplete"},
		"a translation":       {"TI  - [On whales.]\nDP  - 1998 Jan 5-11", "pmid:1 | On whales |  | 1998-01 | "},
		"a partial bracket":   {"TI  - [Erratum] On [whales].\nDP  - 2020 Apr-Jun", "pmid:1 | [Erratum] On [whales] |  | 2020 | "},
		"a book":              {"BTI - StatPearls\nFED - Doe, J\nDP  - 2024 Winter", "pmid:1 | StatPearls | J Doe | 2024 | "},
		"the journal earlier": {"TI  - T\nDP  - 2019 Jun 9\nDEP - 20200101", "pmid:1 | T |  | 2019-06-09 | "},
		"arXiv's id":          {"TI  - T\nAID - arXiv:2405.00001v1 [pii]\nDP  - soon", "arxiv:2405.00001 | T |  |  | date_unread"},
	} {
		records, rejects := formattest.ReadText(t, medline.Read, "papers.nbib", "PMID- 1\n"+test.text)
		if len(records) != 1 {
			t.Errorf("%s: no record, rejects %v", name, rejects)
			continue
		}
		r := records[0]
		got := strings.Join([]string{string(r.Paper.ID), r.Paper.Title, strings.Join(r.Paper.Authors, ", "), r.Paper.Date.String(), strings.Join(r.Origin.Warnings, " ")}, " | ")
		if got != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}

// TestRejects checks that an invalid entry is rejected without affecting the others.
func TestMedlineRejects(t *testing.T) {
	records, rejects := formattest.ReadText(t, medline.Read, "papers.nbib", medlineArticle+"PMID- 2\nAB  - No title.\n\nPMID- 3\nTI  - "+strings.Repeat("x", format.MaxEntryBytes)+"\nPMID- 4\nTI  - Kept\n")
	if diff := cmp.Diff([]string{"line 24 (pmid:2) missing_title: a title is required: there is no TI, BTI or TT", "line 27 entry_too_long: longer than 16 MiB"}, rejects); diff != "" {
		t.Errorf("rejects (-want +got):\n%s", diff)
	}
	if len(records) != 2 || records[1].Paper.Title != "Kept" {
		t.Errorf("records %+v, want two", records)
	}
}

// TestExport reads a real export of PubMed.
func TestMedlineExport(t *testing.T) {
	text, err := os.ReadFile(sharedtest.Path(t, "fixtures/imports/ris/baseline_pubmed.ris"))
	if err != nil {
		t.Fatal(err)
	}
	if !isMedline(text[:format.SniffLen]) {
		t.Error("not recognized")
	}
	records, rejects := formattest.ReadText(t, medline.Read, "papers.nbib", string(text))
	days := 0
	for _, r := range records {
		if len(r.Paper.Authors) == 0 || r.Paper.Venue == "" || r.Paper.Date.IsZero() || len(r.Origin.Warnings) > 0 {
			t.Errorf("%s: authors %q, venue %q, date %q, warnings %v", r.Entry, r.Paper.Authors, r.Paper.Venue, r.Paper.Date, r.Origin.Warnings)
		}
		if r.Paper.Date.Precision() == data.DayPrecision {
			days++
		}
	}
	t.Logf("%d entries, %d read, %d rejected; %d dated to the day", len(records)+len(rejects), len(records), len(rejects), days)
	if len(records) != 50 || len(rejects) > 0 {
		t.Errorf("%d records, rejects %v, want 50 and none", len(records), rejects)
	}
}

func FuzzMedline(f *testing.F) {
	f.Add(medlineArticle)
	f.Add("PMID- 1\nTI  - [") // a title that is a single bracket
	f.Add("PMID- x\r\nBTI - [A <b>book</b>.]\r\nAU  - de Bree R\r\nAU  - et al\r\nDP  - 2020 Apr-Jun\r\nLID - 10.1000/x [doi]\r\n")
	formattest.Fuzz(f, medline.Format())
}

// BenchmarkMedline reads and validates a real export of PubMed.
func BenchmarkMedline(b *testing.B) {
	text, err := os.ReadFile(sharedtest.Path(b, "fixtures/imports/ris/baseline_pubmed.ris"))
	if err != nil {
		b.Fatal(err)
	}
	formattest.Benchmark(b, medline.Read, string(text), 50)
}
