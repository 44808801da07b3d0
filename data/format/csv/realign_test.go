package csv

import (
	"slices"
	"strings"
	"testing"

	"paperboy/data"
	"paperboy/data/format/formattest"
)

// TestRealign reads rows with more or fewer cells than the header. None is lost, and what can be told apart by its
// content is in its column.
func TestRealign(t *testing.T) {
	const scopus = "Authors,Title,Year,Source title,DOI,Link,Abstract,Funding Text 1,References,Publisher,ISSN,Language of Original Document,Document Type,Open Access,Source,EID\n"
	for name, test := range map[string]struct {
		table string
		want  data.Paper
	}{
		"a cell split after the last that is used": {
			"Authors,Title,Year,DOI,Open Access,EID\n\"Lie A., Mo B.\",Long rows,2022,10.5555/sc.1,All Open Access,Gold,2-s2.0-1\n",
			data.Paper{Title: "Long rows", Authors: []string{"A. Lie", "B. Mo"}, Date: data.Date{Year: 2022}, DOI: "10.5555/sc.1"},
		},
		"a column that the header lacks": {
			scopus + "\"Lie A.\",\"T, with words\",2022,\"S\",\"10.5555/sc.1\",https://example.org/a,\"An abstract.\",\"We thank A.\",,\"Petri, C.A., Nets\",\"Some Press\",0092-8240,\"English\",Article,\"\",Scopus,2-s2.0-1\n",
			data.Paper{Title: "T, with words", Authors: []string{"A. Lie"}, Date: data.Date{Year: 2022}, DOI: "10.5555/sc.1", Abstract: "An abstract.", Publisher: "Some Press", ISSN: "0092-8240", Type: data.TypeArticle, Language: "en"},
		},
		"a title with a comma":           {"Title,Authors,Year\nOn cats, dogs and mice,Ann Lee; Bo Day,2020\n", data.Paper{Title: "On cats, dogs and mice", Authors: []string{"Ann Lee", "Bo Day"}, Date: data.Date{Year: 2020}}},
		"an abstract with commas":        {"title,year,abstract\nA,2020,first, second, third\n", data.Paper{Title: "A", Date: data.Date{Year: 2020}, Abstract: "first, second, third"}},
		"two cells with a comma":         {"title,year,venue,doi,abstract\nA, b,2020,Acta, C,10.5555/x,z\n", data.Paper{Title: "A, b", Date: data.Date{Year: 2020}, DOI: "10.5555/x", Abstract: "z"}},
		"authors with commas":            {"title,authors,year\nCats,Lee, A., Day, B.,2020\n", data.Paper{Title: "Cats", Authors: []string{"A. Lee", "B. Day"}, Date: data.Date{Year: 2020}}},
		"empty cells at the end":         {"title,year\nA,2020,,,,\n", data.Paper{Title: "A", Date: data.Date{Year: 2020}}},
		"a cell missing in the middle":   {"title,authors,year,doi,url\nA,2020,10.5555/x,https://example.org/\n", data.Paper{Title: "A", Date: data.Date{Year: 2020}, DOI: "10.5555/x"}},
		"cells missing at the end":       {"title,authors,venue,year,doi\nA,Ann Lee\n", data.Paper{Title: "A", Authors: []string{"Ann Lee"}}},
		"a row of a tab-separated table": {"title\tyear\tabstract\nA\tb\t2020\tz\n", data.Paper{Title: "A b", Date: data.Date{Year: 2020}, Abstract: "z"}},
	} {
		records, rejects := formattest.ReadText(t, Read, "papers.csv", test.table)
		if len(records) != 1 || len(rejects) > 0 {
			t.Errorf("%s: %d records, rejects %q", name, len(records), rejects)
			continue
		}
		got, want := records[0].Paper, test.want
		for _, field := range []struct{ name, got, want string }{
			{"title", got.Title, want.Title}, {"abstract", got.Abstract, want.Abstract}, {"doi", got.DOI, want.DOI}, {"date", got.Date.String(), want.Date.String()},
			{"authors", strings.Join(got.Authors, "; "), strings.Join(want.Authors, "; ")}, {"publisher", got.Publisher, want.Publisher}, {"issn", got.ISSN, want.ISSN}, {"type", string(got.Type), string(want.Type)},
			{"language", got.Language, want.Language},
		} {
			if field.got != field.want {
				t.Errorf("%s: %s %q, want %q", name, field.name, field.got, field.want)
			}
		}
		if warned := slices.Contains(records[0].Origin.Warnings, WarnRealigned); warned == (name == "empty cells at the end") {
			t.Errorf("%s: warnings %q", name, records[0].Origin.Warnings)
		}
	}
}

// TestRealignIsBounded checks that a row with far more cells than the header is read at once.
func TestRealignIsBounded(t *testing.T) {
	table := "title,year" + strings.Repeat(",x", 400) + "\nA,2020" + strings.Repeat(",y", 100_000) + "\nB,2020" + strings.Repeat(",y", 425) + "\n"
	records, rejects := formattest.ReadText(t, Read, "papers.csv", table)
	if len(records) != 2 || len(rejects) > 0 || records[0].Paper.Date.Year != 2020 || records[1].Paper.Title != "B" {
		t.Errorf("%d records, rejects %q", len(records), rejects)
	}
}

// TestFooters checks that a line of text after the rows is no paper.
func TestFooters(t *testing.T) {
	records, rejects := formattest.ReadText(t, Read, "papers.csv", "title,authors,year,doi,url,abstract\nA,Ann Lee,2020,,,\nCopyright of the exporter\n")
	if len(records) != 1 || len(rejects) != 1 || !strings.HasPrefix(rejects[0], "line 3 ragged_row") {
		t.Errorf("%d records, rejects %q", len(records), rejects)
	}
}
