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

var medlineTests = []dialectTest{
	{"ERIC", "nbib", `OWN - ERIC
TI  - Quizzes in the rain
AU  - Nes, Ada
AU  - Ohr, Ben
OT  - Rain
JT  - J Schools
VI  - 67
IP  - 2
PG  - 423-441
OID - EJ99
DP  - Apr 2019
LID - http://eric.example.org/?id=EJ99
AB  - It rained.
ISSN - ISSN-1042-1629
LA  - English
PT  - Journal Articles
PT  - Reports - Research



OWN - ERIC
TI  - On tests
AU  - Pil, Jeremy
JT  - ProQuest LLC
SO  - Ph.D. Dissertation, Drexel University
DP  - 2021
PT  - Dissertations/Theses - Doctoral Dissertations

OWN - ERIC
TI  - Assessing
AU  - Di Gia, F. Tony
JT  - College Board
DP  - 2013
PT  - Reports - Evaluative
`, `type=article
title=Quizzes in the rain
authors=Ada Nes; Ben Ohr
date=2019-04
in=J Schools
volume=67
number=2
pages=423-441
issn=1042-1629
language=en
abstract=It rained.
urls=http://eric.example.org/?id=EJ99

type=thesis
title=On tests
authors=Jeremy Pil
date=2021
school=Drexel University
note=PhD thesis

type=report
title=Assessing
authors=F. Tony Di Gia
date=2013
school=College Board`},
	{"MEDLINE of other hosts", "nbib", `UI  - 96293581
AU  - Lee JA
AU  - Day BC
TI  - The structure of an owl.
SO  - Proc Owl Sci. 1996 Jul 9;93(14):6913-7.
LA  - English
AB  - Owls.

UI  - 96293582
AU  - Fox C
TI  - Another owl
SO  - J Owls 2001;2:1-3
`, `type=article
title=The structure of an owl
authors=JA Lee; BC Day
date=1996-07-09
in=Proc Owl Sci
volume=93
number=14
pages=6913-6917
language=en
abstract=Owls.

type=article
title=Another owl
authors=C Fox
date=2001
in=J Owls
volume=2
pages=1-3`},
	{"PubMed", "nbib", `PMID- 8692918
OWN - NLM
STAT- MEDLINE
IS  - 0027-8424 (Print)
IS  - 0027-8424 (Linking)
VI  - 93
IP  - 14
DP  - 1996 Jul 9
TI  - The structure of an owl.
PG  - 6913-7
FAU - van Raaij, M J
AU  - van Raaij MJ
FAU - King, Martin L Jr
AU  - King ML Jr
LA  - eng
PT  - Journal Article
PL  - UNITED STATES
TA  - Proc Owl
JT  - Proceedings of Owls
PMC - PMC38908

PMID- 21249755
STAT- Publisher
PB  - National Center (US)
DP  - 2009
TI  - An owl's syndrome
BTI - Owl Syndromes
FED - Rie, Douglas L
ED  - Rie DL
AU  - Wong Kee Song LM
LA  - eng
PT  - Book Chapter
PL  - Bethesda (MD)
`, `id=pmid:8692918
type=article
title=The structure of an owl
authors=M J van Raaij; Martin L King Jr
date=1996-07-09
in=Proceedings of Owls
volume=93
number=14
pages=6913-6917
issn=0027-8424
language=en
urls=https://pubmed.ncbi.nlm.nih.gov/8692918/

id=pmid:21249755
type=chapter
title=An owl's syndrome
authors=LM Wong Kee Song
editors=Douglas L Rie
date=2009
in=Owl Syndromes
publisher=National Center (US)
place=Bethesda (MD)
language=en
urls=https://pubmed.ncbi.nlm.nih.gov/21249755/`},
}
