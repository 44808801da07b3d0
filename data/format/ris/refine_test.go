package ris

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperboy/data"
	"paperboy/data/format/formattest"
)

// TestTypes reads what an entry says of its publication, which depends on its type.
func TestTypes(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		want data.Paper
	}{
		"an article": {
			"TY  - JOUR\nAU  - Lee, Ann\nA2  - Day, B., Fox, C., Day\nT2  - J. Words\nVL  - 3\nM1  - 4\nSP  - 379\nEP  - 82\nSN  - 18602002\nSN  - 1536-1632\nET  - 2012/05/01\nPB  - P\nCY  - Town\nID  - lee2012words",
			data.Paper{
				Type: data.TypeArticle, Authors: []string{"Ann Lee"}, Container: "J. Words", Venue: "J. Words", Volume: "3", Number: "4", Pages: "379-382", ISSN: "18602002, 1536-1632",
				Publisher: "P", Place: "Town", CitationKey: "lee2012words",
			},
		},
		"an article by its number": {
			"TY  - EJOUR\nJF  - J. Words\nIS  - 2\nM1  - (Lee A., lee@example.org) School of Words\nC7  - e1234\nID  - L2029880245\nN1  - Accession Number: 1; Lee, Ann: lee@example.org",
			data.Paper{Type: data.TypeArticle, Container: "J. Words", Venue: "J. Words", Number: "2", Pages: "e1234"},
		},
		"a paper at a conference": {
			"TY  - CONF\nAU  - Lee, Ann\nA2  - Day, Bo\nT2  - Words 2020\nC3  - Proceedings of Words\nT3  - Notes on Words\nSP  - 1-9\nSN  - 978-0-8243-2732-3\nCY  - Town\nN1  - Best paper",
			data.Paper{
				Type: data.TypeConferencePaper, Authors: []string{"Ann Lee"}, Editors: []string{"Bo Day"}, Container: "Proceedings of Words", Venue: "Words 2020", Series: "Notes on Words",
				Pages: "1-9", ISBN: "978-0-8243-2732-3", Place: "Town", Note: "Best paper",
			},
		},
		"a book in a series": {
			"TY  - BOOK\nAU  - Lee, Ann\nA2  - Series, Ed\nA3  - Day, Bo\nT2  - Books on Words\nSP  - xi, 304 pp.\nSN  - 0727912771 (paperback)\nET  - 2nd\nPB  - P",
			data.Paper{
				Type: data.TypeBook, Authors: []string{"Ann Lee"}, Editors: []string{"Bo Day"}, Venue: "Books on Words", Series: "Books on Words", ISBN: "0727912771", Edition: "2nd", Publisher: "P",
			},
		},
		"a chapter": {
			"TY  - CHAP\nAU  - Lee, Ann\nED  - Day, Bo\nBT  - The Book of Words\nSP  - 12\nEP  - 34",
			data.Paper{Type: data.TypeChapter, Authors: []string{"Ann Lee"}, Editors: []string{"Bo Day"}, Container: "The Book of Words", Venue: "The Book of Words", Pages: "12-34"},
		},
		"a thesis": {
			"TY  - THES\nAU  - Lee, Ann\nPB  - Word University\nVL  - Ph.D.\nSP  - 141",
			data.Paper{Type: data.TypeThesis, Authors: []string{"Ann Lee"}, School: "Word University", Note: "PhD thesis"},
		},
		"a report": {
			"TY  - RPRT\nAU  - Institute of Words,\nPB  - Institute of Words\nSN  - TR-17\nT3  - Reports",
			data.Paper{Type: data.TypeReport, Authors: []string{"Institute of Words"}, Groups: []string{"Institute of Words"}, School: "Institute of Words", Number: "TR-17", Series: "Reports"},
		},
		"a patent":               {"TY  - PAT\nA1  - Lee,A.R.\nA2  - Office of Patents\nIS  - 4,904,581\nVL  - 877609", data.Paper{Authors: []string{"A.R. Lee"}, Number: "4,904,581"}},
		"a bill by its sponsor":  {"TY  - BILL\nA2  - Lee, Ann", data.Paper{Authors: []string{"Ann Lee"}}},
		"a case by its counsel":  {"TY  - CASE\nA2  - Reporter\nA4  - Lee, Ann", data.Paper{Authors: []string{"Ann Lee"}}},
		"a film":                 {"TY  - MPCT\nAU  - Lee, Ann\nA3  - Day, Bo\nA4  - Fox, Cy", data.Paper{Authors: []string{"Ann Lee", "Bo Day"}}},
		"a hearing by a witness": {"TY  - HEAR\nA4  - Lee, Ann", data.Paper{Authors: []string{"Ann Lee"}}},
		"an edited book":         {"TY  - EDBOOK\nAU  - Lee, Ann", data.Paper{Type: data.TypeBook, Authors: []string{"Ann Lee"}, Editors: []string{"Ann Lee"}}},
		"no type that we know":   {"TY  - XYZ\nAU  - Lee A.\nAU  - de Groot H.-J.", data.Paper{Authors: []string{"A. Lee", "H.-J. de Groot"}}},
		"URLs in one field":      {"TY  - GEN\nUR  - http://example.org/a; https://example.org/b?c;d", data.Paper{URLs: []string{"http://example.org/a", "https://example.org/b?c;d"}}},
	} {
		t.Run(name, func(t *testing.T) {
			records, rejects := formattest.ReadText(t, dialect.Read, "papers.ris", test.text+"\nTI  - T\nER  - \n")
			if len(records) != 1 || len(rejects) > 0 {
				t.Fatalf("%d records, rejects %v, want one record", len(records), rejects)
			}
			got := records[0].Paper
			opts := cmp.Options{cmpopts.EquateEmpty(), cmpopts.IgnoreFields(data.Paper{}, "ID", "Title", "AuthorCount", "Sources")}
			if diff := cmp.Diff(test.want, got, opts); diff != "" {
				t.Errorf("paper (-want +got):\n%s", diff)
			}
		})
	}
}

// TestLooseLines reads fields before the type, and skips what is between entries.
func TestLooseLines(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"a type in the middle":         {"DB  - D\nAB  - One\n\nTwo\nTI  - A\nTY  - JOUR\nAU  - B\nER  - \nTI  - C\nTY  - JOUR\nER  - \n", "A by B|C by "},
		"tags of the host":             {"TY  - JOUR\nTI  - A\nER  -  \nNL  - Host\n\nC1  - Database: Host\nSearch:\n\n2. \nTY  - JOUR\nTI  - B\nER  - \nDB  - End\n", "A by |B by "},
		"no end":                       {"TY  - JOUR\nTI  - A\n\nTY  - JOUR\nTI  - B\n", "A by |B by "},
		"an entry without a type":      {"TY  - JOUR\nTI  - A\nER  - \nTI  - B\nAU  - C\nER  - \n", "A by |B by C"},
		"an entry with only an author": {"TY  - JOUR\nTI  - A\nER  - \nAU  - C\nER  - \n", "A by |line 4 missing_title"},
	} {
		records, rejects := formattest.ReadText(t, dialect.Read, "papers.ris", test.text)
		var got []string
		for _, r := range records {
			got = append(got, r.Paper.Title+" by "+strings.Join(r.Paper.Authors, ", "))
		}
		for _, reject := range rejects {
			said, _, _ := strings.Cut(reject, ":")
			got = append(got, said)
		}
		if strings.Join(got, "|") != test.want {
			t.Errorf("%s: got %q, want %q", name, strings.Join(got, "|"), test.want)
		}
	}
}
