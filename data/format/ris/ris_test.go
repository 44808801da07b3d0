package ris

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formattest"
	"paperboy/data/sharedtest"
)

// TestDialects reads a record in the form that each kind of program writes.
func TestDialects(t *testing.T) {
	for name, test := range map[string]struct {
		text    string
		want    data.Paper
		aliases []data.ID
		raw     map[string]string
	}{
		"what Paperboy exports": {
			text: "TY  - UNPB\r\nTI  - Attention Is All You Need\r\nAU  - van der Maaten, Laurens\r\nAU  - King, Martin Luther, Jr.\r\nPY  - 2017\r\nDA  - 2017/06//\r\n" +
				"AB  - We propose T2 - a thing.\r\nKW  - cs.CL\r\nKW  - hep-th\r\nDO  - 10.48550/arxiv.1706.03762\r\nAN  - arXiv:1706.03762\r\nUR  - https://arxiv.org/abs/1706.03762\r\nN1  - mine\r\nER  - \r\n\r\n",
			want: data.Paper{
				ID: "arxiv:1706.03762", Title: "Attention Is All You Need", Abstract: "We propose T2 - a thing.",
				Authors: []string{"Laurens van der Maaten", "Martin Luther King Jr."}, AuthorCount: formattest.Pointer(2), Date: data.Date{Year: 2017, Month: 6},
				Categories: []string{"cs.CL", "hep-th"}, Type: data.TypePreprint, Note: "mine", DOI: "10.48550/arxiv.1706.03762", URLs: []string{"https://arxiv.org/abs/1706.03762"},
			},
			raw: map[string]string{"authors": "van der Maaten, Laurens; King, Martin Luther, Jr.", "date": "2017/06//"},
		},
		"Paperboy, from the Anthology": {
			text: "TY  - CPAPER\r\nTI  - T\r\nPY  - 2018\r\nDA  - 2018///\r\nT2  - ACL\r\nDO  - 10.18653/v1/p18-1234\r\nUR  - https://aclanthology.org/P18-1234/\r\nER  - \r\n\r\n",
			want: data.Paper{
				ID: "acl:P18-1234", Title: "T", Date: data.Date{Year: 2018}, Venue: "ACL", Container: "ACL", Type: data.TypeConferencePaper, DOI: "10.18653/v1/p18-1234", URLs: []string{"https://aclanthology.org/P18-1234/"},
			},
			aliases: []data.ID{"doi:10.18653/v1/p18-1234"},
		},
		"Cochrane: a header, two spaces, PubMed": {
			text: "Record #3 of 18\nProvider: P\nContent: text/plain; charset=\"UTF-8\"\n\nTY  -  JOUR\nAN  -  CN-00778158\nA1  -  Bywater, T\nT1  -  Years: a trial\nJA  -  Trials\nPY  -  2011\nC3  -  PUBMED 21314913\nKW  -  *Child\nER  -  \n",
			want: data.Paper{
				ID: "pmid:21314913", Title: "Years: a trial", Authors: []string{"T Bywater"}, AuthorCount: formattest.Pointer(1), Date: data.Date{Year: 2011}, Venue: "Trials", Container: "Trials", Type: data.TypeArticle,
			},
			raw: map[string]string{"authors": "Bywater, T"},
		},
		"Citavi: BOM, lines that continue, access date": {
			text: "\uFEFFTY  - JOUR\r\nAU  - de Bree, Remco\r\nT1  - Recurrent\r\n tumours\r\nJF  - Cancer\r\nPY  - 2021\r\nY2  - 2022/02/01\r\nAB  - Aims.\r\nResults\r\n\r\n• One.\r\nL2  - https://example.org/a\r\nER  -\r\n",
			want: data.Paper{
				Title: "Recurrent tumours", Abstract: "Aims. Results\n\n• One.", Authors: []string{"Remco de Bree"}, AuthorCount: formattest.Pointer(1), Date: data.Date{Year: 2021},
				Venue: "Cancer", Container: "Cancer", Type: data.TypeArticle, URLs: []string{"https://example.org/a"},
			},
			raw: map[string]string{"authors": "de Bree, Remco"},
		},
		"Ovid: number above, address of a DOI, cited authors, N2": {
			text: "2. \nTY  - JOUR\nDB  - APA PsycInfo <2021>\nDO  - https://dx.doi.org/10.1186/S11689\nT1  - DINOSAUR.\nA1  - Keefer, Amy\nA2  - Achenbach, T., Rescorla, L.\nY1  - 2021//\nN2  - An <i>abstract</i> &amp; more.\nM3  - Cognitive Therapy [3311]\nER  - \n",
			want: data.Paper{
				ID: "doi:10.1186/s11689", Title: "DINOSAUR", Abstract: "An abstract & more.", Authors: []string{"Amy Keefer"}, AuthorCount: formattest.Pointer(1), Date: data.Date{Year: 2021}, Type: data.TypeArticle, DOI: "10.1186/s11689",
			},
			raw: map[string]string{
				"title": "DINOSAUR.", "abstract": "An <i>abstract</i> &amp; more.", "authors": "Keefer, Amy", "date": "2021//", "doi": "https://dx.doi.org/10.1186/S11689",
			},
		},
		"one space, a book by its editor": {
			text: "TY -  BOOK\nBT - A Book\nED - Doe, Jane; Roe, R.\nPY - 1998/13/40/\nL1 - file:///home/me/a.pdf\nER - \n",
			want: data.Paper{
				Title: "A Book", Authors: []string{"Jane Doe", "R. Roe"}, AuthorCount: formattest.Pointer(2), Date: data.Date{Year: 1998}, Type: data.TypeBook, Editors: []string{"Jane Doe", "R. Roe"},
			},
			raw: map[string]string{"editors": "Doe, Jane; Roe, R.", "date": "1998/13/40/"},
		},
		"lower case, no end": {
			text: "ty  - jour\nti  - T\nau  - A B\nda  - 2024/05/28\njo  - arXiv preprint arXiv:2405.00001\n",
			want: data.Paper{
				ID: "arxiv:2405.00001", Title: "T", Authors: []string{"A B"}, AuthorCount: formattest.Pointer(1), Date: data.Date{Year: 2024, Month: 5, Day: 28}, Venue: "arXiv preprint arXiv:2405.00001", Container: "arXiv preprint arXiv:2405.00001", Type: data.TypeArticle,
			},
			raw: map[string]string{"date": "2024/05/28"},
		},
		"DA in another year": {
			text: "TY  - JOUR\nTI  - T\nPY  - 2019\nDA  - 2024/05/28\nER  - \n",
			want: data.Paper{Title: "T", Date: data.Date{Year: 2019}, Type: data.TypeArticle},
		},
	} {
		t.Run(name, func(t *testing.T) {
			records, rejects := formattest.ReadText(t, dialect.Read, "papers.ris", test.text)
			if len(records) != 1 || len(rejects) > 0 {
				t.Fatalf("%d records, rejects %v, want one record", len(records), rejects)
			}
			got := records[0]
			if test.want.ID == "" {
				test.want.ID = data.ContentID(test.want.Title, test.want.Abstract)
			}
			for _, list := range []*[]string{&test.want.Authors, &test.want.Categories, &test.want.URLs} {
				*list = append([]string{}, *list...)
			}
			test.want.Complete()
			test.want.Sources = []data.Provenance{}
			if diff := cmp.Diff(test.want, got.Paper); diff != "" {
				t.Errorf("paper (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(append([]data.ID{}, test.aliases...), got.Aliases); diff != "" {
				t.Errorf("aliases (-want +got):\n%s", diff)
			}
			if test.raw == nil {
				test.raw = map[string]string{}
			}
			if diff := cmp.Diff(test.raw, got.Origin.Raw, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("raw (-want +got):\n%s", diff)
			}
		})
	}
}

// TestRecords checks that records without blank lines or ends are separated, and that an invalid
// record is rejected without affecting the others.
func TestRecords(t *testing.T) {
	text := strings.Join([]string{
		"TY  - JOUR", "TI  - First", "AU  - A", "AU  - et al.", "PY  - in press", "ER  - ",
		"TY  - JOUR", "AU  - No Title", "ER  - ",
		"TY  - JOUR", "TI  - Second",
		"TY  - JOUR", "TI  - " + strings.Repeat("x", format.MaxEntryBytes),
		"ER  - ", "TY  - JOUR", "TI  - Third", "ER", "",
	}, "\n")
	records, rejects := formattest.ReadText(t, dialect.Read, "papers.ris", text)
	if diff := cmp.Diff([]string{"line 7 missing_title: a title is required: there is no TI, T1, CT or BT", "line 12 entry_too_long: longer than 16 MiB"}, rejects); diff != "" {
		t.Errorf("rejects (-want +got):\n%s", diff)
	}
	var got []string
	for _, r := range records {
		got = append(got, r.Entry+" "+r.Paper.Title)
	}
	if diff := cmp.Diff([]string{"line 1 First", "line 10 Second", "line 15 Third"}, got); diff != "" {
		t.Fatalf("records (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{data.WarnAuthorsIncomplete, format.WarnDateUnread}, records[0].Origin.Warnings); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
}

// TestManyFields checks that the limit on the length of a record also applies to many empty
// fields.
func TestManyFields(t *testing.T) {
	_, rejects := formattest.ReadText(t, dialect.Read, "papers.ris", "TY  - JOUR\nTI  - T\n"+strings.Repeat("AU  - \n", format.MaxEntryBytes/64))
	if diff := cmp.Diff([]string{"line 1 entry_too_long: longer than 16 MiB"}, rejects); diff != "" {
		t.Errorf("rejects (-want +got):\n%s", diff)
	}
}

// TestVendors reads exports of real programs. Every entry becomes a paper.
func TestVendors(t *testing.T) {
	dir := sharedtest.Path(t, "fixtures/imports/ris")
	for file, want := range map[string]int{
		"baseline.ris": 100, "baseline_cinahl.ris": 9, "baseline_citavi.ris": 100, "baseline_cochrane_endnote.ris": 3,
		"baseline_cochrane_procite.ris": 3, "baseline_cochrane_refman.ris": 3, "baseline_covidence_mendeley.ris": 10,
		"baseline_covidence_refworks.ris": 10, "baseline_covidence_zotero.ris": 10, "baseline_embase.ris": 10, "baseline_mendeley.ris": 10,
		"baseline_psychInfo_ovid.ris": 10, "baseline_zotero.ris": 10, "commonmeta_ris_bug.ris": 1,
	} {
		t.Run(file, func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join(dir, file))
			if err != nil {
				t.Fatal(err)
			}
			if !sniff(text[:min(len(text), format.SniffLen)]) {
				t.Error("not recognized")
			}
			records, rejects := formattest.ReadText(t, dialect.Read, "papers.ris", string(text))
			counts := map[string]int{}
			for _, r := range records {
				for field, known := range map[string]bool{
					"abstract": r.Paper.Abstract != "", "authors": len(r.Paper.Authors) > 0, "date": !r.Paper.Date.IsZero(), "doi": r.Paper.DOI != "", "venue": r.Paper.Venue != "",
				} {
					if known {
						counts[field]++
					}
				}
				for _, warning := range r.Origin.Warnings {
					counts["warning "+warning]++
				}
			}
			t.Logf("%d entries, %d read, %d rejected; fields of those read: %v", len(records)+len(rejects), len(records), len(rejects), counts)
			if len(records) != want || len(rejects) > 0 {
				t.Errorf("%d records, rejects %v, want %d and none", len(records), rejects, want)
			}
		})
	}
}

// BenchmarkRead reads and validates the largest of the real files.
func BenchmarkRead(b *testing.B) {
	text, err := os.ReadFile(sharedtest.Path(b, "fixtures/imports/ris/baseline.ris"))
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(text)))
	papers := 0
	for b.Loop() {
		records, _ := formattest.ReadText(b, dialect.Read, "papers.ris", string(text))
		papers += len(records)
	}
	b.ReportMetric(float64(papers)/b.Elapsed().Seconds(), "papers/s")
}

func FuzzRead(f *testing.F) {
	f.Add("\uFEFFTY  - JOUR\r\nTI  - A <sup>b</sup>\r\nAU  - Last, First, Jr.; et al.\r\nPY  - 2021//\r\nDA  - 2021/05/03/\r\nER  - \r\n")
	f.Add("Record #3 of 18\nTY -  BOOK\nBT - T\nUR - https://doi.org/10.1000/x file:///a\nty  - jour\nTI\nER")
	f.Add("TY  - JOUR\nT1  - T\nN2  - One\n\nTwo\nC3  - PUBMED 1\nJO  - arXiv preprint arXiv:1706.03762\nKW  - cs.CL")
	formattest.Fuzz(f, Format())
}
