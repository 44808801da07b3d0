package csv

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
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

// TestVendors reads a row in the form that each program writes.
func TestVendors(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		want data.Paper
	}{
		"Zotero": {
			"\uFEFF\"Key\",\"Item Type\",\"Publication Year\",\"Author\",\"Title\",\"Publication Title\",\"DOI\",\"Url\",\"Abstract Note\",\"Date\",\"Extra\",\"Editor\"\r\n" +
				"\"K\",\"preprint\",\"2017\",\"Vaswani, Ashish; van der Maaten, L.\",\"A \"\"title\"\"\",\"\",\"\",\"https://example.org/a\",\"One\r\nline, two.\",\"2017-06\",\"arXiv:1706.03762 [cs.CL]\nPMID: 12\",\"Ed, A.\"\r\n",
			data.Paper{ID: "arxiv:1706.03762", Title: `A "title"`, Abstract: "One line, two.", Authors: []string{"Ashish Vaswani", "L. van der Maaten"}, Date: data.Date{Year: 2017, Month: 6}, Categories: []string{"cs.CL"}, URLs: []string{"https://example.org/a"},
				Type: data.TypePreprint, Editors: []string{"A. Ed"}},
		},
		"PubMed": {
			"PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,Create Date,PMCID,NIHMS ID,DOI\n\"30\",\"T\",\"Griffin DK, Larkin DM, O'Connor RE.\",\"C\",\"Griffin DK\",\"J Med\",\"2020\",\"2019/03/30\",\"PMC7\",\"\",\"10.1016/x\"\n",
			data.Paper{ID: "doi:10.1016/x", Title: "T", Authors: []string{"DK Griffin", "DM Larkin", "RE O'Connor"}, Date: data.Date{Year: 2020}, Venue: "J Med", DOI: "10.1016/x"},
		},
		"Embase": {
			"\"SEARCH QUERY\",\"dinosaur:ti\"\n------\n\n\"Title\",\"Author Names\",\"Source\",\"Source title\",\"Publication Year\",\"Date of Publication\",\"Medline PMID\"\n\"T\",\"Yang Z., McNamara M.E.\",\"N (2024) 15:1\",\"Nature\",\"2024\",\"1 Dec 2024\",\"5\"\n",
			data.Paper{ID: "pmid:5", Title: "T", Authors: []string{"Z. Yang", "M.E. McNamara"}, Date: data.Date{Year: 2024, Month: 12, Day: 1}, Venue: "Nature"},
		},
		"CINAHL": {
			"Article Title,Author,Journal Title,ISSN,Publication Date,DOI\n\"T\",\"Curry Rogers, Kristina; Martínez, Ricardo N.\",\"PLoS ONE\",=\"19326203\",=\"Jun2023\",\"10.1371/x\"\n",
			data.Paper{ID: "doi:10.1371/x", Title: "T", Authors: []string{"Kristina Curry Rogers", "Ricardo N. Martínez"}, Date: data.Date{Year: 2023, Month: 6}, Venue: "PLoS ONE", DOI: "10.1371/x", ISSN: "1932-6203"},
		},
		"Abstrackr": {
			"(internal) id,(source) id,pubmed id,keywords,abstract,title,journal,authors,tags,consensus\n1,7,0,\"a,b\",\"A\n\",\"T\",\"J\",\"Longrich, N.R.\n and Pereda-Suberbiola, X.\n\"\n",
			data.Paper{Title: "T", Abstract: "A", Authors: []string{"N.R. Longrich", "X. Pereda-Suberbiola"}, Venue: "J"},
		},
		"Covidence": {
			"Title,Authors,Abstract,Published Year,Published Month,Journal,DOI\nT,\"Yang, Z.; Xu, J.\",,2024,5,N,10.1038/x\n",
			data.Paper{ID: "doi:10.1038/x", Title: "T", Authors: []string{"Z. Yang", "J. Xu"}, Date: data.Date{Year: 2024, Month: 5}, Venue: "N", DOI: "10.1038/x"},
		},
		"Scopus": {
			"\"Authors\",\"Author full names\",\"Title\",\"Year\",\"Source title\",\"DOI\",\"Link\"\n\"Smith J.; Doe A.\",\"Smith, John (123); Doe, Anna (45)\",\"T\",\"2021\",\"S\",\"10.1000/x\",\"https://www.scopus.com/a\"\n",
			data.Paper{ID: "doi:10.1000/x", Title: "T", Authors: []string{"John Smith", "Anna Doe"}, Date: data.Date{Year: 2021}, Venue: "S", DOI: "10.1000/x", URLs: []string{"https://www.scopus.com/a"}},
		},
		"Web of Science": {
			"PT\tAU\tAF\tTI\tSO\tAB\tPD\tPY\tDI\tPM\nJ\tSmith, J\tSmith, John\t\"Why\" is it\tS\tA\tDEC 1\t2021\t10.1000/x\t7\n",
			data.Paper{ID: "doi:10.1000/x", Title: `"Why" is it`, Abstract: "A", Authors: []string{"John Smith"}, Date: data.Date{Year: 2021, Month: 12, Day: 1}, Venue: "S", DOI: "10.1000/x", Type: data.TypeArticle},
		},
		"Dimensions": {
			"\"About the data: Exported on Jan 1, 2024\"\nRank,Publication ID,DOI,PMID,PMCID,ArXiv ID,Title,Source title,Publication date,PubYear,Authors\n1,pub.1,,,,1706.03762,T,S,2017-06-12,2017,\"Smith, John; Doe, Jane\"\n",
			data.Paper{ID: "arxiv:1706.03762", Title: "T", Authors: []string{"John Smith", "Jane Doe"}, Date: data.Date{Year: 2017, Month: 6, Day: 12}, Venue: "S"},
		},
		"OpenAlex": {
			"id,doi,title,publication_year,primary_location.source.display_name,authorships.author.display_name\nhttps://openalex.org/W1,https://doi.org/10.1000/x,T,2020,S,A Smith|B Doe\n",
			data.Paper{ID: "doi:10.1000/x", Title: "T", Authors: []string{"A Smith", "B Doe"}, Date: data.Date{Year: 2020}, Venue: "S", DOI: "10.1000/x"},
		},
		"Excel in Europe": {
			"sep=;\r\nTitel;Autoren;Jahr;Zeitschrift;DOI\r\nÜber a, b;Anna Müller und Bert Maier;2020;Z;10.1000/x;;\r\n;;;;\r\n",
			data.Paper{ID: "doi:10.1000/x", Title: "Über a, b", Authors: []string{"Anna Müller", "Bert Maier"}, Date: data.Date{Year: 2020}, Venue: "Z", DOI: "10.1000/x"},
		},
		"by hand": {
			"Année, TITRE , Auteur(s),Résumé\n2020,T,\"Anna Müller, Bert Maier and Carl Ott\", \"A, b\" \n",
			data.Paper{Title: "T", Abstract: "A, b", Authors: []string{"Anna Müller", "Bert Maier", "Carl Ott"}, Date: data.Date{Year: 2020}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if !sniff([]byte(test.text)) {
				t.Error("not recognized")
			}
			records, rejects := formattest.ReadText(t, Read, "papers.csv", test.text)
			if len(records) != 1 || len(rejects) > 0 {
				t.Fatalf("%d records, rejects %q", len(records), rejects)
			}
			if test.want.Container == "" {
				test.want.Container = test.want.Venue
			}
			if test.want.ID == "" {
				test.want.ID = data.ContentID(test.want.Title, test.want.Abstract)
			}
			if diff := cmp.Diff(test.want, records[0].Paper, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(data.Paper{}, "AuthorCount")); diff != "" {
				t.Errorf("paper (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSplitAuthors(t *testing.T) {
	for cell, want := range map[string]string{
		"Smith, John":                       "Smith, John",
		"Smith, J., Doe, A.-B.":             "Smith, J.|Doe, A.-B.",
		"A Smith, B Doe":                    "A Smith|B Doe",
		"A Smith and B Doe":                 "A Smith|B Doe",
		"A Smith, B Doe, and C Roe":         "A Smith|B Doe|C Roe",
		"Smith, John and Doe, Jane":         "Smith, John|Doe, Jane",
		"['Anna Müller', \"Pat O'Connor\"]": "Anna Müller|Pat O'Connor",
		"Anna Müller\nBert Maier":           "Anna Müller|Bert Maier",
		"Plato":                             "Plato",
		"Malcolm X; John Smith; A. Doe":     "Malcolm X|John Smith|A. Doe",
		"Smith J, et al.":                   "J Smith|et al.",
		"":                                  "",
	} {
		if got := strings.Join(format.SplitNames(cell), "|"); got != want {
			t.Errorf("%q is split as %q, want %q", cell, got, want)
		}
	}
}

// TestRejects checks that a row that doesn't fit is rejected with its line, without affecting the
// others.
func TestRejects(t *testing.T) {
	records, rejects := formattest.ReadText(t, Read, "papers.csv", "title,year,abstract\nA,2020,x\nB, b,2020,x\nC\nD,2020,\"not closed\nE,2020,x\nF,2020,\"said \"hi\" there\"\n,2020,x\nG,2020,\"\na \"\"b\"\"\n\"\nH,2020,\"open to the end\n")
	var read []string
	for _, r := range records {
		read = append(read, r.Entry+" "+r.Paper.Title+" "+r.Paper.Abstract)
	}
	if diff := cmp.Diff([]string{"line 2 A x", "line 3 B, b x", "line 4 C ", "line 6 E x", `line 7 F said "hi" there`, `line 9 G a "b"`}, read); diff != "" {
		t.Errorf("read (-want +got):\n%s", diff)
	}
	for i, want := range []string{"line 5 unclosed_quote", "line 8 missing_title", "line 12 unclosed_quote"} {
		if i >= len(rejects) || !strings.HasPrefix(rejects[i], want) {
			t.Errorf("rejects: %q, want at %d %q", rejects, i, want)
		}
	}
}

// TestRefused checks that a table without a header ends with an error, and so does a table with
// too many quotes that are not closed.
func TestRefused(t *testing.T) {
	for text, want := range map[string]string{
		"a,b,c\n1,2,3\n4,5,6\n":                                   "a table needs a header",
		"title,year\n" + strings.Repeat("\"a,1\n", 3*maxUnclosed): "more than 100 cells",
	} {
		if !sniff([]byte(text)) {
			t.Errorf("%.20q is not recognized", text)
		}
		var last error
		for _, err := range Read(t.Context(), format.Input{Reader: strings.NewReader(text)}) {
			last = err
		}
		if reject := (*data.Rejection)(nil); last == nil || errors.As(last, &reject) || !strings.Contains(last.Error(), want) {
			t.Errorf("%.20q ends with %v, want %q", text, last, want)
		}
	}
	for _, text := range []string{"", "\x00", "Title of a text, and more.\n\nProse.", "{\"title\": \"a\", \"year\": 1}", "one\ntwo\n", "title\nA\n", "Shapes\n\nof {id,\nx, title, year, abstract\n    or prose.\n"} {
		if sniff([]byte(text)) {
			t.Errorf("%q is recognized as a table", text)
		}
	}
}

// TestLongRows checks that a row that is too long is rejected, and that the next row is read.
func TestLongRows(t *testing.T) {
	long := strings.Repeat("x", format.MaxEntryBytes)
	records, rejects := formattest.ReadText(t, Read, "papers.csv", "title,year\n\""+long+"\",2020\nA,2020\n")
	if len(records) != 1 || len(rejects) != 1 || rejects[0] != "line 2 entry_too_long: longer than 16 MiB" {
		t.Errorf("%d read, rejects %q", len(records), rejects)
	}
}

// TestSharedFiles reads exports of real programs.
func TestSharedFiles(t *testing.T) {
	for file, want := range map[string]int{
		"baseline.csv": 100, "baseline.tsv": 100, "baseline_abstrackr.csv": 10, "baseline_cinahl.csv": 10, "baseline_covidence.csv": 10,
		"baseline_embase.csv": 10, "baseline_pubmed.csv": 10, "baseline_zotero.csv": 10,
	} {
		read, rejected, authored, dated, named := 0, 0, 0, 0, 0
		for r, err := range format.Open(t.Context(), filepath.Join(sharedtest.Path(t, "fixtures/imports/csv"), file), format.Options{Formats: []format.Format{Format()}}) {
			if err == nil {
				err = data.Validate(&r)
			}
			if err != nil {
				rejected++
				t.Logf("%s: %v", file, err)
				continue
			}
			read++
			if len(r.Paper.Authors) > 0 {
				authored++
			}
			if !r.Paper.Date.IsZero() {
				dated++
			}
			if r.Paper.ID.Scheme() != data.SchemeContent {
				named++
			}
		}
		t.Logf("%s: %d entries, %d read, %d rejected, %d with authors, %d with a date, %d with an id", file, read+rejected, read, rejected, authored, dated, named)
		if read != want {
			t.Errorf("%s: %d rows read, want %d", file, read, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("title,year,abstract\nA,2020,\"x\ny\"\nB,\"open\n")
	f.Add("sep=;\nTitel;Autor\n\"a\"\"b\" ;=\"1\"\n")
	f.Add("Title,Authors,Year,DOI,EID\nOn cats, dogs and mice,Ann Lee; Bo Day,2020,10.1000/x,2-s2.0-1\nA,2020,10.1000/x\nB,,,,,,,,\n")
	f.Add("id,title,authors,author_count,upvotes,featured_days\nlocal:k1,'=A,Samarth P; B,2,x,2020-01-01; y\n")
	f.Add("TI\tAU\tPY\n\"W\" x\tSmith J, Doe A\t1\n")
	formattest.Fuzz(f, Format())
}

// FuzzRows checks that rows written by encoding/csv are read as they were.
func FuzzRows(f *testing.F) {
	f.Add("a", "b \"c\"", "d\ne")
	f.Add("", "\"", ",\n\n")
	f.Add(" x", "=\"y", ";")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		if strings.ContainsAny(a+b+c, "\r") || strings.Count(a+b+c, "\n") > 100 {
			t.Skip() // line ends are not preserved
		}
		want := []string{"first", a, b, c, "last"}
		if strings.HasPrefix(a, "=\"") || strings.HasPrefix(b, "=\"") || strings.HasPrefix(c, "=\"") {
			t.Skip() // encoding/csv quotes these
		}
		var out bytes.Buffer
		w := csv.NewWriter(&out)
		if err := w.WriteAll([][]string{want, want}); err != nil {
			t.Skip()
		}
		n := 0
		for row, err := range rows(&out, 0, ',', len(want)) {
			if n++; err != nil || row.err != nil || !cmp.Equal(row.cells, want) {
				t.Errorf("%q is read as %q, errors %v, %v", want, row.cells, err, row.err)
			}
		}
		if n != 2 {
			t.Errorf("%d rows of 2 for %q", n, want)
		}
	})
}

// BenchmarkRead reads and validates a table as Zotero exports it.
func BenchmarkRead(b *testing.B) {
	const papers = 10_000
	var table strings.Builder
	table.WriteString("Key,Title,Author,Date,DOI,Abstract Note\n")
	for i := range papers {
		fmt.Fprintf(&table, "K%d,\"On things, number %d\",\"Smith, John; Doe, Anna\",2018-07-15,10.1000/%d,\"%s\"\n", i, i, i, strings.Repeat("Some \"\"words\"\" of an abstract. ", 40))
	}
	formattest.Benchmark(b, Read, table.String(), papers)
}
