package example

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formattest"
)

// TestRead reads real records, and checks the reasons for which invalid records are rejected.
func TestRead(t *testing.T) {
	const text = "%T On the origin\n%A Darwin, Charles\n%D 1859-11-24\n\n\n%A Nobody\n\n%T Untitled\n%U https://arxiv.org/abs/1706.03762v5"
	records, rejects := formattest.Read(t, Read, format.Input{Reader: strings.NewReader(text), Location: "papers.txt"})
	var got []string
	for _, r := range records {
		got = append(got, strings.Join([]string{r.Entry, string(r.Paper.ID.Scheme()), r.Paper.Title, strings.Join(r.Paper.Authors, "; "), r.Paper.Date.String()}, "|"))
	}
	if diff := cmp.Diff([]string{"line 1|pb|On the origin|Charles Darwin|1859-11-24", "line 8|arxiv|Untitled||"}, got); diff != "" {
		t.Errorf("records (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"line 6 missing_title: a title is required: there is no %T"}, rejects); diff != "" {
		t.Errorf("rejections (-want +got):\n%s", diff)
	}
}

// TestRoundTrip lists exactly what is lost. Start without losses: the failures of the test show
// what to add.
func TestRoundTrip(t *testing.T) {
	formattest.RoundTrip(t, Format(),
		formattest.LosesCounts, formattest.LosesAuthorCount, formattest.LosesURLs, formattest.LosesNameMarkup, formattest.LosesNameOrder,
		formattest.Loss{Why: "no place for abstract, language, DOI, categories, and how the paper was published", Forget: func(p *data.Paper) {
			*p = data.Paper{ID: p.ID, Title: p.Title, Authors: p.Authors, AuthorCount: p.AuthorCount, Date: p.Date, URLs: p.URLs}
		}},
		formattest.LosesID(data.SchemeArXiv, data.SchemeACL, data.SchemeDOI),
		formattest.LosesMarkup,
	)
}

// The fuzz tests check that any text can be read and written without a panic.

func FuzzRead(f *testing.F) {
	f.Add("%T a\n%A b\n\n%T")
	formattest.Fuzz(f, Format())
}

func FuzzRoundTrip(f *testing.F) { formattest.FuzzRoundTrip(f, Format()) }
